package dev.gatehouse.lambda.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A sandbox could not be made or changed: a fault of the machine or the node, never of a function.
 */
public final class SandboxException extends RuntimeException {

    public SandboxException(String message) {
        super(message);
    }

    public SandboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
