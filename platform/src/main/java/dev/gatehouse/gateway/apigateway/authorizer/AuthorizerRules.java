package dev.gatehouse.gateway.apigateway.authorizer;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.gateway.plan.authorize.IdentitySource;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.gateway.resource.PassedRole;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.BoundedPattern;
import java.util.List;
import java.util.Objects;

/** What AWS assumes of an authorizer of a REST API, and what such an authorizer may say. */
public final class AuthorizerRules {
    private static final String TTL = "Authorizer result TTL must be between 0 and 3600 seconds";
    private static final String POOLS = "COGNITO_USER_POOLS";
    private static final String JWT = "JWT";
    private static final int USUAL_TTL_SECONDS = 300;
    private static final int LONGEST_TTL_SECONDS = 3_600;

    private AuthorizerRules() {}

    /** The authorizer with AWS's defaults for what it does not say. */
    public static Authorizer withDefaults(Authorizer authorizer) {
        if (JWT.equals(authorizer.type())) {
            return authorizer;
        }
        return authorizer.toBuilder()
                .authType(Objects.requireNonNullElse(authorizer.authType(), authType(authorizer)))
                .authorizerResultTtlInSeconds(
                        Objects.requireNonNullElse(
                                authorizer.authorizerResultTtlInSeconds(), USUAL_TTL_SECONDS))
                .build();
    }

    private static String authType(Authorizer authorizer) {
        return POOLS.equals(authorizer.type()) ? "cognito_user_pools" : "custom";
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    public static void check(Authorizer authorizer, AccountId account) {
        if (authorizer.name() == null || authorizer.name().isBlank()) {
            throw badRequest("Authorizer name must be specified");
        }
        Integer ttl = authorizer.authorizerResultTtlInSeconds();
        if (ttl != null && (ttl < 0 || ttl > LONGEST_TTL_SECONDS)) {
            throw badRequest(TTL);
        }
        String type = String.valueOf(authorizer.type());
        if (!type.equals(JWT)) {
            reject(
                    "jwtConfiguration of authorizers of type " + type,
                    authorizer.jwtConfiguration());
        }
        switch (type) {
            case "TOKEN" -> {
                checkHeader(authorizer);
                checkFunction(authorizer, account);
            }
            case "REQUEST" -> {
                checkRequest(authorizer);
                checkFunction(authorizer, account);
            }
            case POOLS -> {
                checkHeader(authorizer);
                checkPools(authorizer);
            }
            case JWT -> {
                checkHeader(authorizer);
                JwtAuthorizers.check(authorizer);
            }
            default -> throw unsupported("authorizers of type " + type);
        }
    }

    /** The {@code authorizationType} of methods that an authorizer of such a type decides about. */
    public static String authorizationType(Authorizer authorizer) {
        return switch (String.valueOf(authorizer.type())) {
            case POOLS -> POOLS;
            case JWT -> JWT;
            default -> "CUSTOM";
        };
    }

    private static void checkPools(Authorizer authorizer) {
        if (UserPoolArns.parse(authorizer.providerARNs()).isEmpty()) {
            throw badRequest("Invalid Authorizer: providerARNs must be specified");
        }
        reject("authorizerUri of user pools", authorizer.authorizerUri());
        reject("authorizerCredentials of user pools", authorizer.authorizerCredentials());
    }

    private static int ttl(Authorizer authorizer) {
        return Objects.requireNonNull(authorizer.authorizerResultTtlInSeconds());
    }

    private static void checkHeader(Authorizer authorizer) {
        List<IdentitySource> sources = IdentitySources.parse(authorizer.identitySource());
        if (sources.size() != 1 || !(sources.getFirst() instanceof IdentitySource.Header)) {
            throw badRequest(
                    "Invalid Identity Source specified: authorizers of this type have one header,"
                            + " such as method.request.header.Authorization");
        }
        String validation = authorizer.identityValidationExpression();
        if (validation != null && BoundedPattern.compile(validation).isEmpty()) {
            throw badRequest("Invalid Identity Validation Expression specified: " + validation);
        }
    }

    private static void checkRequest(Authorizer authorizer) {
        List<IdentitySource> sources = IdentitySources.parse(authorizer.identitySource());
        if (sources.isEmpty() && ttl(authorizer) != 0) {
            throw badRequest("Identity source is required when caching is enabled");
        }
        reject(
                "identityValidationExpression of authorizers of type REQUEST",
                authorizer.identityValidationExpression());
    }

    private static void checkFunction(Authorizer authorizer, AccountId account) {
        reject("providerARNs of Lambda authorizers", authorizer.providerARNs());
        String uri = Objects.requireNonNullElse(authorizer.authorizerUri(), "");
        if (LambdaUri.functionArn(uri).filter(LambdaUri::isFunction).isEmpty()) {
            throw badRequest(
                    "Invalid Authorizer URI: "
                            + uri
                            + ". Authorizer URI should be a valid API Gateway ARN that represents"
                            + " a Lambda function invocation.");
        }
        PassedRole.check(authorizer.authorizerCredentials(), account);
    }
}
