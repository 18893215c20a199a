package dev.gatehouse.lambda.configuration;

import dev.gatehouse.kernel.Arn;

/** Whether Lambda may act as a role; IAM is behind it. */
@FunctionalInterface
public interface ExecutionRoles {
    /** Whether {@code role} exists and its trust policy lets Lambda assume it. May block. */
    boolean assumable(Arn role);
}
