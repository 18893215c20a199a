package dev.gatehouse.lambda.warm;

import dev.gatehouse.lambda.launch.PlatformVariables;
import dev.gatehouse.lambda.launch.SandboxPaths;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.trust.SandboxTrust;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of a runtime without a function. */
final class WarmCommand {
    private final RuntimeSetup setup;
    private final Sandbox sandbox;
    private final SandboxTrust trust;

    WarmCommand(RuntimeSetup setup, Sandbox sandbox, SandboxTrust trust) {
        this.setup = setup;
        this.sandbox = sandbox;
        this.trust = trust;
    }

    SandboxCommand command() {
        return command(setup.warmArguments());
    }

    SandboxCommand command(List<String> program) {
        SandboxPaths paths = new SandboxPaths(sandbox);
        Map<String, String> variables = new HashMap<>();
        setup.environment().forEach((name, value) -> variables.put(name, paths.located(value)));
        PlatformVariables.add(variables, sandbox, trust);
        variables.put("AWS_LAMBDA_RUNTIME_API", sandbox.runtimeApiAddress());
        List<String> arguments = program.stream().map(paths::located).toList();
        return new SandboxCommand(arguments, variables, "/", setup.framedLogs());
    }
}
