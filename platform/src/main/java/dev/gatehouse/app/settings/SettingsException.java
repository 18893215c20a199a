package dev.gatehouse.app.settings;

/** A setting the node cannot start with. The message says which, why and what to write instead. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
