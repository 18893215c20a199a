package dev.gatehouse.lambda.launch;

import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.Runtimes;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.telemetry.PlatformListener;
import dev.gatehouse.lambda.trust.SandboxTrust;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where environments come from and what they are given.
 *
 * @param runtimes finds interpreters and clients
 * @param isolation where they run; asked for when one is made, and may block then
 * @param variables decrypts the functions' own
 * @param credentials of their execution roles
 * @param endpoint the AWS endpoint inside
 * @param logs where their output goes
 * @param telemetry hears what happens in them
 */
public record EnvironmentSources(
        Runtimes runtimes,
        Supplier<Isolation> isolation,
        UnaryOperator<FunctionVersion> variables,
        RoleCredentials credentials,
        SandboxEndpoint endpoint,
        LogSink logs,
        PlatformListener telemetry) {

    /** May block. */
    public Sandboxes sandboxes() {
        return isolation.get().sandboxes();
    }

    /** May block. */
    public SandboxTrust trust() {
        return isolation.get().trust();
    }
}
