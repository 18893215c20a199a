package dev.gatehouse.lambda.launch;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Initialization;
import dev.gatehouse.lambda.trust.SandboxTrust;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a function's program is started with: AWS's variables, the runtime's and the function's own.
 * Paths are translated to those of the sandbox.
 */
public final class EnvironmentVariables {
    private static final String TASK_ROOT = "/var/task";

    private final FunctionVersion version;
    private final RuntimeSetup setup;
    private final Sandbox sandbox;
    private final SandboxPaths paths;
    private final String logStream;
    private final boolean provisioned;

    /**
     * @param provisioned whether the environment is made before anybody calls
     */
    public EnvironmentVariables(
            FunctionVersion version,
            RuntimeSetup setup,
            Sandbox sandbox,
            String logStream,
            boolean provisioned) {
        this.provisioned = provisioned;
        this.version = version;
        this.setup = setup;
        this.sandbox = sandbox;
        this.paths = new SandboxPaths(sandbox);
        this.logStream = logStream;
    }

    public SandboxCommand command(Credentials role, SandboxTrust trust) {
        Map<String, String> variables = variables(trust);
        addCredentials(variables, role);
        return command(variables, setup.arguments());
    }

    /** What starts another program as the function's, but for its credentials: it has none. */
    public SandboxCommand training(List<String> program, SandboxTrust trust) {
        return command(variables(trust), program);
    }

    private SandboxCommand command(Map<String, String> variables, List<String> program) {
        return new SandboxCommand(
                program.stream().map(paths::located).toList(),
                variables,
                setup.environment().getOrDefault("PWD", TASK_ROOT),
                setup.framedLogs());
    }

    private Map<String, String> variables(SandboxTrust trust) {
        Map<String, String> variables = new HashMap<>();
        PlatformVariables.add(variables, sandbox, trust);
        variables.put("PWD", paths.located(TASK_ROOT));
        variables.put("SHLVL", "0");
        setup.environment().forEach((name, value) -> variables.put(name, paths.located(value)));
        // A function may change what its language reads, but not who it is and where it runs.
        variables.putAll(version.launch().environment());
        addIdentity(variables);
        return variables;
    }

    /**
     * What is started before the runtime. Blocks.
     *
     * @param runtime the runtime's command
     */
    public List<SandboxCommand> extensions(SandboxCommand runtime) {
        return ExternalExtensions.commands(version.code(), sandbox, runtime);
    }

    private void addCredentials(Map<String, String> variables, Credentials role) {
        String runtime = version.launch().runtime();
        variables.put("AWS_ACCESS_KEY_ID", role.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", role.secretAccessKey());
        variables.put("AWS_SESSION_TOKEN", Objects.requireNonNull(role.sessionToken()));
        if (runtime.equals("java8.al2") || runtime.equals("java11")) {
            // The names that the first SDK for Java reads.
            variables.put("AWS_ACCESS_KEY", role.accessKeyId());
            variables.put("AWS_SECRET_KEY", role.secretAccessKey());
        }
    }

    private void addIdentity(Map<String, String> variables) {
        String region = version.function().region();
        String runtime = version.launch().runtime();
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        if (!runtime.startsWith("provided") && !version.launch().isImage()) {
            variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime);
        }
        variables.put("AWS_LAMBDA_RUNTIME_API", sandbox.runtimeApiAddress());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", version.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", version.version());
        variables.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(version.resources().memoryMb()));
        variables.put(
                "AWS_LAMBDA_INITIALIZATION_TYPE", Initialization.of(version, provisioned).label());
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", version.logging().group());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        addLogging(variables);
        variables.put("LAMBDA_TASK_ROOT", paths.located(TASK_ROOT));
        variables.put("LAMBDA_RUNTIME_DIR", paths.located("/var/runtime"));
        if (!version.launch().isImage()) {
            variables.put("_HANDLER", version.launch().handler());
        }
    }

    private void addLogging(Map<String, String> variables) {
        switch (version.logging().format()) {
            case TEXT -> {} // not set on AWS either
            case JSON -> {
                variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
                variables.put("AWS_LAMBDA_LOG_LEVEL", version.logging().applicationLevel());
            }
        }
    }
}
