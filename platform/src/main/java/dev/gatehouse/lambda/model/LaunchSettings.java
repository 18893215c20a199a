package dev.gatehouse.lambda.model;

/**
 * What a version runs, and in whose name.
 *
 * @param runtime Lambda's id of the runtime
 * @param handler what the runtime calls
 * @param role the ARN of the execution role
 * @param architecture {@code x86_64} or {@code arm64}
 */
public record LaunchSettings(String runtime, String handler, String role, String architecture) {}
