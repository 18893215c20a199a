package dev.gatehouse.gateway.map;

/**
 * A mapping template that could not be evaluated. Stackless: it is the API's configuration that is
 * at fault.
 */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message, null, false, false);
    }
}
