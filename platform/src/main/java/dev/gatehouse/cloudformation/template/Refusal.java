package dev.gatehouse.cloudformation.template;

import dev.gatehouse.kernel.ServiceException;

/** The ValidationError with which CloudFormation refuses a template. */
public final class Refusal {
    private Refusal() {}

    /** A refusal with a message in {@link String#formatted} form. */
    public static ServiceException of(String message, Object... arguments) {
        String text = arguments.length == 0 ? message : message.formatted(arguments);
        return new ServiceException("ValidationError", 400, text);
    }
}
