package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.InvocationType;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Denial;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.plan.FunctionState;
import java.util.Locale;
import java.util.Map;

/** The errors with which Lambda rejects an invocation, in AWS's words. */
final class InvocationErrors {
    private static final Map<String, Object> USER = Map.of("Type", "User");

    private InvocationErrors() {}

    /** Invoke names the version, also where the caller did not. */
    static ServiceException notFound(Arn function) {
        boolean qualified = Qualified.of(function).qualifier() != null;
        return new ServiceException(
                "ResourceNotFoundException",
                404,
                "Function not found: " + function + (qualified ? "" : ":$LATEST"),
                USER);
    }

    static ServiceException notInvocable(FunctionState state) {
        String name = state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
        return new ServiceException(
                "ResourceConflictException",
                409,
                "The operation cannot be performed at this time. The function is currently in the"
                        + " following state: "
                        + name,
                USER);
    }

    /** The code on the wire is not the model's name of the shape. */
    static ServiceException tooLarge(InvocationType type, int bytes, int limit) {
        String message =
                type == InvocationType.EVENT
                        ? "%d byte payload is too large for the Event invocation type (limit %d bytes)"
                                .formatted(bytes, limit)
                        : "Request must be smaller than %d bytes for the InvokeFunction operation"
                                .formatted(limit);
        return new ServiceException("RequestEntityTooLargeException", 413, message, USER);
    }

    static ServiceException notJson(String problem) {
        return new ServiceException(
                "InvalidRequestContentException",
                400,
                "Could not parse request body into json: Could not parse payload into json: "
                        + problem,
                USER);
    }

    /** The function has called itself, or others have for it, once too often. */
    static ServiceException recursive() {
        return new ServiceException(
                "RecursiveInvocationException",
                400,
                "Lambda has detected your function being invoked in a recursive loop with other AWS"
                        + " resources and stopped your function's invocation.",
                USER);
    }

    /** An execution keeps to the version that it began with, which the caller must have chosen. */
    static ServiceException unqualified() {
        return new ServiceException(
                "InvalidParameterValueException",
                400,
                "You cannot invoke a durable function using an unqualified ARN.",
                USER);
    }

    static ServiceException noTenant() {
        return new ServiceException(
                "InvalidParameterValueException",
                400,
                "The invoked function is enabled with tenancy configuration. Add a valid tenant ID"
                        + " in your request and try again.",
                USER);
    }

    static ServiceException unwantedTenant() {
        return new ServiceException(
                "InvalidParameterValueException",
                400,
                "The invoked function is not enabled with tenancy configuration. Remove the tenant"
                        + " ID from your request and try again.",
                USER);
    }

    static ServiceException denied(Principal principal, Arn function, Decision decision) {
        String message =
                Denial.message(principal, "lambda:InvokeFunction", function.toString(), decision);
        return new ServiceException("AccessDeniedException", 403, message);
    }

    static ServiceException notAllowed(String principal, Arn function) {
        return new ServiceException(
                "AccessDeniedException",
                403,
                "User: "
                        + principal
                        + " is not authorized to perform: lambda:InvokeFunction on resource: "
                        + function
                        + " because no resource-based policy allows the lambda:InvokeFunction"
                        + " action");
    }
}
