package dev.gatehouse.metrics.query;

/** An expression that cannot be evaluated. Stackless: it is the request's fault. */
public final class MathException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MathException(String message) {
        super(message, null, false, false);
    }

    /** What is wrong. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
