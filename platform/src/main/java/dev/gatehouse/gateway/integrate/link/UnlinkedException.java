package dev.gatehouse.gateway.integrate.link;

/** A private integration that leads nowhere; the message says why. Stackless. */
public final class UnlinkedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnlinkedException(String message) {
        super(message, null, false, false);
    }
}
