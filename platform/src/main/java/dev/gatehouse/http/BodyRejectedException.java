package dev.gatehouse.http;

/** Why a request's body is not taken. Stackless: it says something of the request. */
public final class BodyRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reasons there are. */
    public enum Reason {
        /** The body is longer than the limit. */
        TOO_LARGE,
        /** As many calls are running, or as many bytes of bodies are held, as there may be. */
        BUSY,
        /** The client left, or broke HTTP, before the body's end. */
        BROKEN_OFF
    }

    private final Reason reason;

    public BodyRejectedException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
