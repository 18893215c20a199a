package dev.gatehouse.cloudformation.template;

import dev.gatehouse.kernel.ServiceException;

/** The ValidationError with which CloudFormation rejects a template. */
public final class TemplateErrors {
    /** A message that repeats what a client sent must not become as long as that. */
    private static final int LONGEST = 20_000;

    private TemplateErrors() {}

    /** A rejection with a message in {@link String#formatted} form. */
    public static ServiceException of(String message, Object... arguments) {
        String text = arguments.length == 0 ? message : message.formatted(arguments);
        return new ServiceException("ValidationError", 400, cut(text));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
