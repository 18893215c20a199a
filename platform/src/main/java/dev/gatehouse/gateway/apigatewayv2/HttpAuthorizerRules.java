package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigatewayv2.Authorizer;
import dev.gatehouse.aws.apigatewayv2.JWTConfiguration;
import dev.gatehouse.gateway.plan.authorize.IdentitySource;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.gateway.resource.PassedRole;
import dev.gatehouse.kernel.AccountId;
import java.util.List;
import java.util.Objects;

/** What an authorizer of an HTTP API may say. */
final class HttpAuthorizerRules {
    private static final int LONGEST_TTL_SECONDS = 3_600;

    private HttpAuthorizerRules() {}

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    static void check(Authorizer authorizer, AccountId account) {
        if (authorizer.name() == null || authorizer.name().isBlank()) {
            throw badRequest("Name must not be empty");
        }
        reject(
                "identityValidationExpression of HTTP APIs",
                authorizer.identityValidationExpression());
        String type = String.valueOf(authorizer.authorizerType());
        switch (type) {
            case "REQUEST" -> checkFunction(authorizer, account);
            case "JWT" -> checkToken(authorizer);
            default -> throw unsupported("authorizerType " + type);
        }
    }

    private static void checkToken(Authorizer authorizer) {
        reject("authorizerUri of authorizers of type JWT", authorizer.authorizerUri());
        reject(
                "authorizerCredentialsArn of authorizers of type JWT",
                authorizer.authorizerCredentialsArn());
        reject(
                "authorizerPayloadFormatVersion of authorizers of type JWT",
                authorizer.authorizerPayloadFormatVersion());
        reject(
                "enableSimpleResponses of authorizers of type JWT",
                authorizer.enableSimpleResponses());
        List<String> sources = Objects.requireNonNullElse(authorizer.identitySource(), List.of());
        if (sources.size() != 1 || !isOfRequest(sources.getFirst())) {
            throw badRequest(
                    "Invalid identity source: authorizers of type JWT have one, of the form"
                            + " $request.header.name or $request.querystring.name");
        }
        JWTConfiguration jwt = authorizer.jwtConfiguration();
        if (jwt == null || jwt.issuer() == null || !jwt.issuer().matches("https?://[^/@]+(/.*)?")) {
            throw badRequest("Invalid issuer: it must be a URL");
        }
        if (jwt.audience() == null || jwt.audience().isEmpty()) {
            throw badRequest("Audience must be specified for authorizers of type JWT");
        }
    }

    private static boolean isOfRequest(String source) {
        return IdentitySource.ofHttp(source)
                .filter(
                        each ->
                                each instanceof IdentitySource.Header
                                        || each instanceof IdentitySource.Query)
                .isPresent();
    }

    private static void checkFunction(Authorizer authorizer, AccountId account) {
        reject("jwtConfiguration of authorizers of type REQUEST", authorizer.jwtConfiguration());
        checkSources(authorizer);
        checkFormat(authorizer);
        String uri = Objects.requireNonNullElse(authorizer.authorizerUri(), "");
        if (LambdaUri.functionNamed(uri).filter(LambdaUri::isFunction).isEmpty()) {
            throw badRequest("Invalid AuthorizerUri specified: " + uri);
        }
        PassedRole.check(authorizer.authorizerCredentialsArn(), account);
    }

    private static void checkSources(Authorizer authorizer) {
        List<String> sources = Objects.requireNonNullElse(authorizer.identitySource(), List.of());
        for (String source : sources) {
            if (IdentitySource.ofHttp(source).isEmpty()) {
                throw badRequest("Invalid mapping expression specified: " + source);
            }
        }
        int ttl = Objects.requireNonNullElse(authorizer.authorizerResultTtlInSeconds(), 0);
        if (ttl < 0 || ttl > LONGEST_TTL_SECONDS) {
            throw badRequest("AuthorizerResultTtlInSeconds must be between 0 and 3600");
        }
        if (ttl > 0 && sources.isEmpty()) {
            throw badRequest("Identity source is required when caching is enabled");
        }
    }

    private static void checkFormat(Authorizer authorizer) {
        String format = authorizer.authorizerPayloadFormatVersion();
        if (format == null) {
            throw badRequest(
                    "AuthorizerPayloadFormatVersion is a required parameter for REQUEST"
                            + " authorizer");
        }
        if (!format.equals("1.0") && !format.equals("2.0")) {
            throw badRequest("Invalid AuthorizerPayloadFormatVersion specified: " + format);
        }
        if (Boolean.TRUE.equals(authorizer.enableSimpleResponses()) && format.equals("1.0")) {
            throw badRequest(
                    "EnableSimpleResponses is supported with AuthorizerPayloadFormatVersion 2.0"
                            + " only");
        }
    }
}
