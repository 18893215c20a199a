package dev.gatehouse.lambda.model;

import org.jspecify.annotations.Nullable;

/**
 * What a version runs, in whose name, and with what of the account around it.
 *
 * @param runtime Lambda's id of the runtime
 * @param handler what the runtime calls
 * @param role the ARN of the execution role
 * @param architecture {@code x86_64} or {@code arm64}
 * @param vpc the network it is to be in; null when nobody ever said
 * @param kmsKey the key that its variables are to be encrypted with; null for Lambda's own
 */
public record LaunchSettings(
        String runtime,
        String handler,
        String role,
        String architecture,
        @Nullable VpcSettings vpc,
        @Nullable String kmsKey) {

    /** Those of a function that says no more. */
    public LaunchSettings(String runtime, String handler, String role, String architecture) {
        this(runtime, handler, role, architecture, null, null);
    }

    /** The same on another processor. */
    public LaunchSettings withArchitecture(String other) {
        return new LaunchSettings(runtime, handler, role, other, vpc, kmsKey);
    }
}
