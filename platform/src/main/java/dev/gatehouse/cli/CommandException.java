package dev.gatehouse.cli;

/** A command that could not do its work; the message is for the person at the keyboard. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message, null, false, false);
    }
}
