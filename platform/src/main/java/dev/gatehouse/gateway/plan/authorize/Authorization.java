package dev.gatehouse.gateway.plan.authorize;

/**
 * How callers of a method or route are authorized. What is not among the cases cannot be deployed
 * yet.
 */
public sealed interface Authorization
        permits Authorization.Open, Authorization.Iam, FunctionAuthorizer, TokenAuthorizer {

    /** {@code authorizationType: NONE}. */
    record Open() implements Authorization {}

    /** {@code AWS_IAM}: a signature, and policies that allow {@code execute-api:Invoke}. */
    record Iam() implements Authorization {}

    /** The one value of {@link Open}. */
    Authorization OPEN = new Open();

    /** The one value of {@link Iam}. */
    Authorization IAM = new Iam();

    /** Whether the caller is known only once the body is here, which a signature covers. */
    default boolean coversBody() {
        return switch (this) {
            case Open _, FunctionAuthorizer _, TokenAuthorizer _ -> false;
            case Iam _ -> true;
        };
    }
}
