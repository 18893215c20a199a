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

    /** Throws on what is only for now, where that is what a failure comes from. */
    public static void rethrow(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreUnavailableException away) {
                throw away;
            }
        }
    }
}
