package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.oidc.TokenException;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.sigv4.SignatureException;

/** How a REST API rejects callers that it does not know or that policies do not let in. */
final class Denials {
    /** Of an account's number only the end is told. */
    private static final String MASK = "********";

    private static final int TOLD_DIGITS = 4;

    private Denials() {}

    /** The rejection of a request whose signature is missing or does not hold. */
    static Throwable of(Throwable cause) {
        if (!(cause instanceof SignatureException signature)) {
            return cause;
        }
        return switch (signature.reason()) {
            case MISSING ->
                    new Rejection(
                            GatewayResponseType.MISSING_AUTHENTICATION_TOKEN,
                            "Missing Authentication Token");
            case EXPIRED_TOKEN ->
                    new Rejection(GatewayResponseType.EXPIRED_TOKEN, signature.text());
            case INCOMPLETE,
                    INCOMPLETE_QUERY,
                    INCOMPLETE_VERSION_2,
                    WRONG_SCOPE,
                    UNKNOWN_KEY,
                    INVALID_TOKEN,
                    TOO_OLD,
                    NOT_YET_CURRENT,
                    PRESIGNED_EXPIRED,
                    UNSIGNED_HEADER,
                    MISMATCH,
                    MISSING_PAYLOAD_HASH,
                    PAYLOAD_MISMATCH,
                    INCOMPLETE_PAYLOAD,
                    MALFORMED_TRAILER ->
                    Rejection.invalidSignature(signature.reason().code(), signature.explained());
        };
    }

    /** The rejection of a caller whom policies do not allow to call. */
    static Rejection of(Principal caller, Invocation invocation, Decision decision) {
        return new Rejection(
                GatewayResponseType.ACCESS_DENIED,
                "User: %s is not authorized to perform: %s on resource: %s%s"
                        .formatted(
                                caller.arn(),
                                invocation.action(),
                                masked(invocation),
                                reason(decision)));
    }

    /** The rejection of a caller whom the authorizer's policy does not let in. */
    static Rejection ofAuthorizer(Decision decision) {
        return new Rejection(
                GatewayResponseType.ACCESS_DENIED,
                "User is not authorized to access this resource" + reason(decision));
    }

    /** The rejection of a caller of whom the authorizer said nothing. */
    static Throwable ofAuthorizer(Throwable cause) {
        if (!(cause instanceof AuthorizerException failed)) {
            return cause;
        }
        return switch (failed.reason()) {
            case UNAUTHORIZED -> new Rejection(GatewayResponseType.UNAUTHORIZED, "Unauthorized");
            case FAILURE -> new Rejection(GatewayResponseType.AUTHORIZER_FAILURE, null);
            case MISCONFIGURED ->
                    new Rejection(GatewayResponseType.AUTHORIZER_CONFIGURATION_ERROR, null);
        };
    }

    /** The rejection of a token. */
    static Throwable ofToken(Throwable cause) {
        if (!(cause instanceof TokenException invalid)) {
            return cause;
        }
        return new Rejection(
                GatewayResponseType.UNAUTHORIZED,
                switch (invalid.reason()) {
                    case EXPIRED -> "The incoming token has expired";
                    case MISSING, INVALID, UNKNOWN_KEY, SCOPE -> "Unauthorized";
                });
    }

    private static String masked(Invocation invocation) {
        ApiAddress address = invocation.address();
        String account = address.account().value();
        String end = account.substring(account.length() - TOLD_DIGITS);
        return invocation.arn().replaceFirst(':' + account + ':', ':' + MASK + end + ':');
    }

    private static String reason(Decision decision) {
        return switch (decision) {
            case Decision.Denied _ -> " with an explicit deny";
            case Decision.NotAllowed _, Decision.Allowed _ -> "";
        };
    }
}
