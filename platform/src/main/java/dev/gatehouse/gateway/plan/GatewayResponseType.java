package dev.gatehouse.gateway.plan;

import org.jspecify.annotations.Nullable;

/**
 * The ways a REST API responds without, or instead of, the integration: API Gateway's gateway
 * response types, each with its status and {@code x-amzn-ErrorType}.
 */
public enum GatewayResponseType {
    ACCESS_DENIED(403, "AccessDeniedException"),
    API_CONFIGURATION_ERROR(500, "InternalServerErrorException"),
    AUTHORIZER_CONFIGURATION_ERROR(500, "AuthorizerConfigurationException"),
    AUTHORIZER_FAILURE(500, "AuthorizerConfigurationException"),
    BAD_REQUEST_BODY(400, "BadRequestException"),
    BAD_REQUEST_PARAMETERS(400, "BadRequestException"),
    /** The fallback of every 4xx type that is not customised. */
    DEFAULT_4XX(400, "BadRequestException"),
    /** The fallback of every 5xx type that is not customised. */
    DEFAULT_5XX(500, "InternalServerErrorException"),
    EXPIRED_TOKEN(403, "ExpiredTokenException"),
    INTEGRATION_FAILURE(504, "InternalServerErrorException"),
    INTEGRATION_TIMEOUT(504, "InternalServerErrorException"),
    INVALID_API_KEY(403, "ForbiddenException"),
    INVALID_SIGNATURE(403, "InvalidSignatureException"),
    MISSING_AUTHENTICATION_TOKEN(403, "MissingAuthenticationTokenException"),
    QUOTA_EXCEEDED(429, "LimitExceededException"),
    REQUEST_TOO_LARGE(413, "BadRequestException"),
    RESOURCE_NOT_FOUND(404, "NotFoundException"),
    THROTTLED(429, "TooManyRequestsException"),
    UNAUTHORIZED(401, "UnauthorizedException"),
    UNSUPPORTED_MEDIA_TYPE(415, "BadRequestException"),
    WAF_FILTERED(403, "ForbiddenException");

    private final int status;
    private final String errorType;

    GatewayResponseType(int status, String errorType) {
        this.status = status;
        this.errorType = errorType;
    }

    /** The HTTP status when nothing customises it. */
    public int status() {
        return status;
    }

    /** The value of the {@code x-amzn-ErrorType} header. */
    public String errorType() {
        return errorType;
    }

    /** Whether it tells of the backend. */
    public boolean ofIntegration() {
        return this == INTEGRATION_FAILURE || this == INTEGRATION_TIMEOUT;
    }

    /**
     * The type whose customisation applies when this one has none; null for the two fallbacks
     * themselves.
     */
    public @Nullable GatewayResponseType fallback() {
        if (this == DEFAULT_4XX || this == DEFAULT_5XX) {
            return null;
        }
        return status < 500 ? DEFAULT_4XX : DEFAULT_5XX;
    }
}
