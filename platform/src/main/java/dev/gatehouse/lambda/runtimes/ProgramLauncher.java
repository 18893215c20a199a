package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionVersion;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Starts what the package or a layer brings: {@code bootstrap}, or the program of a Go package. */
final class ProgramLauncher implements Launcher {

    @Override
    public RuntimeSetup setup(RuntimeId runtime, FunctionVersion version) {
        Shell shell = Shell.ofThisMachine();
        return new RuntimeSetup(
                runtime.label(),
                shell.mount().stream().toList(),
                List.of(program(runtime, version)),
                List.of(),
                Map.of("PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin"),
                false,
                shell.warning().stream().toList());
    }

    private static String program(RuntimeId runtime, FunctionVersion version) {
        if (runtime.language() == Language.GO) {
            return "/var/task/" + version.launch().handler();
        }
        boolean inPackage = Files.exists(version.code().root().resolve("bootstrap"));
        boolean inLayer =
                version.code().layers().stream()
                        .anyMatch(layer -> Files.exists(layer.resolve("bootstrap")));
        if (inPackage) {
            return "/var/task/bootstrap";
        }
        return inLayer ? "/opt/bootstrap" : "/var/runtime/bootstrap"; // which no sandbox has
    }
}
