package dev.gatehouse.proxy.exchange;

/** A body that is not in the content coding that its request names. Stackless. */
public final class UndecodableBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndecodableBodyException(String message) {
        super(message, null, false, false);
    }
}
