package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.plan.GatewayResponseType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rejection by the gateway itself. Steps throw it, the foot of the pipeline responds with it. It
 * has no stack trace: it reports the request's situation, not a fault.
 */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String INTERNAL = "Internal server error";

    private final GatewayResponseType type;
    private final int status;
    private final @Nullable String text;
    private final @Nullable String detail;
    private final String errorType;

    /**
     * @param status the HTTP status unless the API customises the type's
     * @param text the message; null gives {@code "message": null}
     */
    public Rejection(GatewayResponseType type, int status, @Nullable String text) {
        this(type, status, text, null, type.errorType());
    }

    private Rejection(
            GatewayResponseType type,
            int status,
            @Nullable String text,
            @Nullable String detail,
            String errorType) {
        super(text, null, false, false);
        this.type = type;
        this.status = status;
        this.text = text;
        this.detail = detail;
        this.errorType = errorType;
    }

    public Rejection(GatewayResponseType type, @Nullable String text) {
        this(type, type.status(), text);
    }

    /** The backend gave something that cannot be passed on, or failed: 502. */
    public static Rejection badGateway() {
        return new Rejection(GatewayResponseType.DEFAULT_5XX, 502, INTERNAL);
    }

    /** The API is set up in a way that cannot work, or its backend may not be called: 500. */
    public static Rejection misconfigured() {
        return new Rejection(GatewayResponseType.API_CONFIGURATION_ERROR, INTERNAL);
    }

    /**
     * The function cannot be called, for want of permission or of a free environment: 500. Seen on
     * AWS: it is an integration failure, though not with that type's status.
     */
    public static Rejection uncallable() {
        return new Rejection(GatewayResponseType.INTEGRATION_FAILURE, 500, INTERNAL);
    }

    /** The backend cannot be reached, or breaks off: 504. */
    public static Rejection integrationFailure() {
        return new Rejection(
                GatewayResponseType.INTEGRATION_FAILURE,
                "Network error communicating with endpoint");
    }

    /** The request is larger than the API, or its function, takes: 413. */
    public static Rejection requestTooLarge() {
        return new Rejection(GatewayResponseType.REQUEST_TOO_LARGE, "Request Too Long");
    }

    /** The backend did not respond in time: 504. */
    public static Rejection integrationTimeout() {
        return new Rejection(GatewayResponseType.INTEGRATION_TIMEOUT, "Endpoint request timed out");
    }

    /** No API key, or one that opens nothing here: 403. */
    public static Rejection invalidApiKey() {
        return new Rejection(GatewayResponseType.INVALID_API_KEY, "Forbidden");
    }

    /** A cached response is not to be invalidated by the caller: 403. */
    public static Rejection invalidationForbidden() {
        return new Rejection(
                GatewayResponseType.ACCESS_DENIED,
                "User is not authorized to invalidate the cache");
    }

    /** More requests at once than a limit lets pass: 429. */
    public static Rejection throttled() {
        return new Rejection(GatewayResponseType.THROTTLED, "Too Many Requests");
    }

    /** The quota of the caller's API key is used up: 429. */
    public static Rejection quotaExceeded() {
        return new Rejection(GatewayResponseType.QUOTA_EXCEEDED, "Limit Exceeded");
    }

    /**
     * The request's signature does not hold: 403.
     *
     * @param errorType what is wrong with it, by its name in {@code x-amzn-ErrorType}
     */
    public static Rejection invalidSignature(String errorType, String text) {
        GatewayResponseType type = GatewayResponseType.INVALID_SIGNATURE;
        return new Rejection(type, type.status(), text, null, errorType);
    }

    /** Parameters are missing that the method requires: 400. */
    public static Rejection missingParameters(List<String> names) {
        return new Rejection(
                GatewayResponseType.BAD_REQUEST_PARAMETERS,
                "Missing required request parameters: [" + String.join(", ", names) + ']');
    }

    /**
     * The body does not fit the method's model: 400.
     *
     * @param detail what is wrong with it
     */
    public static Rejection invalidBody(String detail) {
        GatewayResponseType type = GatewayResponseType.BAD_REQUEST_BODY;
        return new Rejection(type, type.status(), "Invalid request body", detail, type.errorType());
    }

    /** No API, or no stage of it, has this address: 403. */
    public static Rejection forbidden() {
        return new Rejection(GatewayResponseType.WAF_FILTERED, "Forbidden");
    }

    /** No resource, or no method on it, fits the request: 403. */
    public static Rejection noSuchMethod() {
        return new Rejection(
                GatewayResponseType.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token");
    }

    /** No request template covers the request's content type: 415. */
    public static Rejection unsupportedMediaType() {
        return new Rejection(GatewayResponseType.UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type");
    }

    public GatewayResponseType type() {
        return type;
    }

    /** The value of the {@code x-amzn-ErrorType} header. */
    public String errorType() {
        return errorType;
    }

    /** What a validator found; null for rejections that are no validator's. */
    public @Nullable String detail() {
        return detail;
    }

    public int status() {
        return status;
    }

    public @Nullable String text() {
        return text;
    }
}
