package dev.gatehouse.gateway.call;

/**
 * A refusal of an HTTP API itself: they cannot be customised, so these few values are all.
 * Stackless, like any refusal.
 */
public final class HttpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** No route, or no stage. */
    public static final HttpRefusal NOT_FOUND = new HttpRefusal(404, "Not Found");

    /** The path cannot be decoded. */
    public static final HttpRefusal BAD_REQUEST = new HttpRefusal(400, "Bad Request");

    /** The function failed, may not be called or answered something malformed. */
    public static final HttpRefusal INTERNAL = new HttpRefusal(500, "Internal Server Error");

    /** The integration did not answer in time, or cannot be reached. */
    public static final HttpRefusal UNAVAILABLE = new HttpRefusal(503, "Service Unavailable");

    private final int status;

    private HttpRefusal(int status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    /** The answer to the client. */
    public Answer answer() {
        return Answer.json(status, "{\"message\":\"" + getMessage() + "\"}");
    }
}
