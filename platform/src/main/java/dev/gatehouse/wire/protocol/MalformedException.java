package dev.gatehouse.wire.protocol;

/**
 * A message that does not follow its format or its shape; each protocol answers it in its words.
 */
final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        super(message, null, false, false);
    }

    /** What is wrong, for the client. */
    String text() {
        return String.valueOf(getMessage());
    }
}
