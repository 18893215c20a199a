package dev.gatehouse.wire.format;

/**
 * A message that does not follow its format or its shape; each protocol rejects it in its words.
 */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message, null, false, false);
    }

    /** What is wrong, for the client. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
