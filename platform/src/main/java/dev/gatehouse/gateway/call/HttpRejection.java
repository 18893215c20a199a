package dev.gatehouse.gateway.call;

import dev.gatehouse.proxy.Response;
import org.jspecify.annotations.Nullable;

/**
 * A rejection by an HTTP API itself: they cannot be customised, so these few values are all.
 * Stackless, like any rejection.
 */
public final class HttpRejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** No route, or no stage. */
    public static final HttpRejection NOT_FOUND = new HttpRejection(404, "Not Found");

    /** Nobody knows the caller. */
    public static final HttpRejection UNAUTHORIZED = new HttpRejection(401, "Unauthorized");

    /** The caller may not call the route. */
    public static final HttpRejection FORBIDDEN = new HttpRejection(403, "Forbidden");

    /** The path cannot be decoded. */
    public static final HttpRejection BAD_REQUEST = new HttpRejection(400, "Bad Request");

    /** More requests at once than a limit lets pass. */
    public static final HttpRejection TOO_MANY = new HttpRejection(429, "Too Many Requests");

    /** The function failed, may not be called, or its response is malformed. */
    public static final HttpRejection INTERNAL = new HttpRejection(500, "Internal Server Error");

    /** The integration did not respond in time, or cannot be reached. */
    public static final HttpRejection UNAVAILABLE = new HttpRejection(503, "Service Unavailable");

    private final int status;
    private final @Nullable String challenge;

    private HttpRejection(int status, String text) {
        this(status, text, null);
    }

    private HttpRejection(int status, @Nullable String text, @Nullable String challenge) {
        super(text, null, false, false);
        this.status = status;
        this.challenge = challenge;
    }

    /**
     * The same, telling what the client is to bring.
     *
     * @param wanted the value of {@code WWW-Authenticate}
     */
    public HttpRejection with(String wanted) {
        return new HttpRejection(status, getMessage(), wanted);
    }

    /** The response to the client. */
    public Response response() {
        Response response = Response.json(status, "{\"message\":\"" + getMessage() + "\"}");
        if (challenge != null) {
            response.headers().set("www-authenticate", challenge);
        }
        return response;
    }
}
