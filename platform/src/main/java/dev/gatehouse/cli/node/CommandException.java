package dev.gatehouse.cli.node;

/** A command that could not do its work; the message is for the person at the keyboard. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public CommandException(String message) {
        this("", message);
    }

    /**
     * @param code what the node calls its rejection, such as {@code ResourceNotFoundException}
     */
    public CommandException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** Whether the node rejected, because there is no such thing. */
    public boolean isNotFound() {
        return code.equals("ResourceNotFoundException");
    }
}
