package dev.gatehouse.lambda.durable;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;

/** The rejections of durable executions, in AWS's words. */
public final class DurableErrors {
    private DurableErrors() {}

    /** AWS's SDKs for durable functions look for exactly this message. */
    static ServiceException invalidToken() {
        return LambdaErrors.invalidParameter("Invalid checkpoint token");
    }

    /** Of operations for people, who may misspell an ARN. */
    public static ServiceException noSuchExecution() {
        return LambdaErrors.notFound("Durable Execution does not exist");
    }

    static ServiceException alreadyStarted(String name) {
        return LambdaErrors.byUser(
                "DurableExecutionAlreadyStartedException",
                409,
                "A durable execution with the name " + name + " has already been started.");
    }

    static ServiceException invalidCallback() {
        return LambdaErrors.invalidParameter("Invalid callback id");
    }

    static ServiceException callbackOver() {
        return LambdaErrors.byUser(
                "CallbackTimeoutException",
                400,
                "The callback ID token has either expired or the callback associated with the token"
                        + " has already been closed.");
    }

    public static ServiceException invalidMarker() {
        return LambdaErrors.invalidParameter("Invalid marker");
    }

    static ServiceException tooMany() {
        return LambdaErrors.byUser("TooManyRequestsException", 429, "Rate Exceeded.");
    }
}
