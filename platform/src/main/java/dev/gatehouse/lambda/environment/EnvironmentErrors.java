package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;

/** Turns what kept an environment from starting into Lambda's terms. */
public final class EnvironmentErrors {
    private EnvironmentErrors() {}

    static ServiceException stopping() {
        return new ServiceException("ServiceException", 500, "The node is being stopped");
    }

    /** Whether the operator should hear of it, too. */
    public static boolean isUnexpected(Throwable failure) {
        return !(failure instanceof ServiceException || failure instanceof RuntimeUnavailable);
    }

    public static Throwable of(Throwable failure) {
        return switch (failure) {
            case ServiceException rejection -> rejection;
            case RuntimeUnavailable missing ->
                    new ServiceException("InvalidRuntimeException", 502, missing.text());
            default ->
                    new ServiceException(
                            "ServiceException",
                            500,
                            "The execution environment could not be started: "
                                    + failure.getMessage());
        };
    }
}
