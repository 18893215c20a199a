package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Java functions under AWS's runtime interface client. */
final class JavaLauncher implements Launcher {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private final Bundles bundles;
    private final Interpreters interpreters;

    JavaLauncher(Bundles bundles, Interpreters interpreters) {
        this.bundles = bundles;
        this.interpreters = interpreters;
    }

    @Override
    public RuntimeSetup setup(RuntimeId runtime, FunctionVersion version) {
        Interpreters.Choice choice = interpreters.find(runtime);
        Interpreter java = choice.interpreter();
        List<SandboxMount> mounts = new ArrayList<>();
        mounts.add(SandboxMount.of(bundles.get("java", "", _ -> {}), RUNTIME_ROOT));
        String program = java.executable().toString();
        if (!java.isOfTheSystem()) {
            mounts.add(SandboxMount.of(java.home(), LANGUAGE_ROOT));
            program = LANGUAGE_ROOT + "/bin/java";
        }
        configuration(java, mounts);
        return new RuntimeSetup(
                runtime.label(),
                mounts,
                command(program, java, version),
                List.of(),
                Map.of("PATH", SEARCH_PATH),
                true,
                choice.warning().stream().toList(),
                JavaHome.trustStore(java));
    }

    /** Debian's JDKs keep their settings below /etc and link to them. */
    private static void configuration(Interpreter java, List<SandboxMount> mounts) {
        String major = Versions.prefix(java.version(), 1);
        Path settings = Path.of("/etc/java-" + major + "-openjdk");
        if (java.isOfTheSystem() && Files.isDirectory(settings)) {
            mounts.add(SandboxMount.of(settings, settings.toString()));
        }
    }

    static List<String> command(String program, Interpreter java, FunctionVersion version) {
        List<String> command = new ArrayList<>();
        command.add(program);
        // As AWS starts it: a heap of 85% of the memory, the collector and compiler that start
        // fastest.
        command.add("-Xmx" + Math.max(32, version.resources().memoryMb() * 85 / 100) + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xshare:auto");
        if (Versions.ORDER.compare(java.version(), "9") >= 0) {
            // As on AWS: the client makes the stream of its framed logs of a descriptor's number.
            command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
        }
        if (Versions.ORDER.compare(java.version(), "22") >= 0) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (version.isRestored()) {
            // Where the library of hooks, org.crac, finds the client's implementation.
            command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        }
        command.add("-cp");
        command.add(RUNTIME_ROOT + "/lib/*");
        command.add(MAIN);
        command.add(version.launch().handler());
        return command;
    }
}
