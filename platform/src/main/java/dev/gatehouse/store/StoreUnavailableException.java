package dev.gatehouse.store;

/**
 * The database cannot be used for now, such as for want of space or since its server is away. The
 * message says why, to operators and to clients.
 */
public final class StoreUnavailableException extends StoreException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
