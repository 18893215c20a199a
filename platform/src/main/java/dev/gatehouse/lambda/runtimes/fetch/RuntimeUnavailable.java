package dev.gatehouse.lambda.runtimes.fetch;

import org.jspecify.annotations.Nullable;

/** This machine cannot run a runtime; the message says what would help. */
public final class RuntimeUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RuntimeUnavailable(String message) {
        this(message, null);
    }

    public RuntimeUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message; never null for this exception. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
