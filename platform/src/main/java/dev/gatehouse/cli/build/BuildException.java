package dev.gatehouse.cli.build;

/** A code folder that could not be built; the message says what to change. */
public final class BuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BuildException(String message) {
        super(message, null, false, false);
    }
}
