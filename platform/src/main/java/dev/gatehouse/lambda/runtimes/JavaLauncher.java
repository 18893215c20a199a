package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts Java functions under AWS's runtime interface client. */
final class JavaLauncher implements Launcher {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** Where the library of hooks, org.crac, finds the client's implementation. */
    static final String HOOKS = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

    /** With these a function says itself what its JVM shares. */
    private static final List<String> OPTIONS =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** Parts of options that would be at odds with an archive, or name files full of options. */
    private static final List<String> SHARING =
            List.of("Archive", "-Xshare", "AOT", "@", "-XX:Flags", "VMOptionsFile");

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
        Path client = bundles.get("java", "", _ -> {});
        mounts.add(SandboxMount.of(client, RUNTIME_ROOT));
        String program = java.executable().toString();
        if (!java.isOfTheSystem()) {
            mounts.add(SandboxMount.of(java.home(), LANGUAGE_ROOT));
            program = LANGUAGE_ROOT + "/bin/java";
        }
        configuration(java, mounts);
        List<String> start = start(program, java, version, classPath(client));
        return new RuntimeSetup(
                runtime.label(),
                mounts,
                command(start, version),
                List.of(),
                Map.of("PATH", SEARCH_PATH),
                true,
                choice.warning().stream().toList(),
                Optional.of(jvm(java, client, version, start)));
    }

    /**
     * The client's parts in the order of their names: an archive of classes holds for the very same
     * list.
     */
    private static String classPath(Path client) {
        try (Stream<Path> parts = Files.list(client.resolve("lib"))) {
            return parts.map(part -> RUNTIME_ROOT + "/lib/" + part.getFileName())
                    .sorted()
                    .collect(Collectors.joining(":"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a JDK keeps of a run. */
    private enum Kind {
        /** The classes that were loaded. */
        LOADED("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile="),
        /** Also what was linked of them (JEP 483, 514). */
        LINKED("-XX:AOTCacheOutput=", "-XX:AOTCache=");

        private final String output;
        private final String use;

        Kind(String output, String use) {
            this.output = output;
            this.use = use;
        }
    }

    /**
     * The client's classes are archived for all functions. An init phase is run for an archive of
     * its own where AWS runs it apart from calls too: with SnapStart, which JDKs from 25 on answer
     * with more, for three times the time and the bytes.
     */
    private static RuntimeSetup.Jvm jvm(
            Interpreter java, Path client, FunctionVersion version, List<String> start) {
        Optional<SandboxMount> trust = JavaHome.trustStore(java);
        if (isOlder(java, "13") || sharesByItself(version)) {
            return new RuntimeSetup.Jvm(trust, Optional.empty(), Optional.empty());
        }
        Optional<RuntimeSetup.ClassArchive> own = Optional.empty();
        if (version.isRestored()) {
            List<String> restored = new ArrayList<>(start);
            restored.add(HOOKS);
            Kind most = isOlder(java, "25") ? Kind.LOADED : Kind.LINKED;
            own = Optional.of(archive(java, client, restored, most));
        }
        return new RuntimeSetup.Jvm(
                trust, Optional.of(archive(java, client, start, Kind.LOADED)), own);
    }

    private static RuntimeSetup.ClassArchive archive(
            Interpreter java, Path client, List<String> start, Kind kind) {
        List<String> training = new ArrayList<>(start);
        training.add(1, kind.output + RuntimeSetup.ClassArchive.TRAINED);
        training.add(MAIN);
        String file = RuntimeSetup.ClassArchive.PLACE + "/" + RuntimeSetup.ClassArchive.FILE;
        List<String> use = new ArrayList<>();
        use.add(kind.use + file);
        // One that does not fit is as good as none, and no affair of the function's log.
        use.add("-Xlog:cds*=off");
        if (!isOlder(java, "25")) {
            use.add("-Xlog:aot*=off");
        }
        String name = client.getFileName() + "-" + java.version() + "-" + identity(java, kind);
        return new RuntimeSetup.ClassArchive(client.resolveSibling(name), training, use);
    }

    private static boolean isOlder(Interpreter java, String version) {
        return Versions.ORDER.compare(java.version(), version) < 0;
    }

    /** Another one for each JDK, also where one of the same version takes another's place. */
    private static String identity(Interpreter java, Kind kind) {
        try {
            Path program = java.executable().toRealPath();
            long changed = Files.getLastModifiedTime(program).toMillis();
            return Integer.toHexString(Objects.hash(program.toString(), changed, kind.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean sharesByItself(FunctionVersion version) {
        Map<String, String> variables = version.launch().environment();
        return OPTIONS.stream()
                .map(name -> variables.getOrDefault(name, ""))
                .anyMatch(options -> SHARING.stream().anyMatch(options::contains));
    }

    /** Debian's JDKs keep their settings below /etc and link to them. */
    private static void configuration(Interpreter java, List<SandboxMount> mounts) {
        String major = Versions.prefix(java.version(), 1);
        Path settings = Path.of("/etc/java-" + major + "-openjdk");
        if (java.isOfTheSystem() && Files.isDirectory(settings)) {
            mounts.add(SandboxMount.of(settings, settings.toString()));
        }
    }

    /** What every start of a JVM has in common, with or without a function. */
    private static List<String> start(
            String program, Interpreter java, FunctionVersion version, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(program);
        // As AWS starts it: a heap of 85% of the memory, the collector and compiler that start
        // fastest.
        command.add("-Xmx" + Math.max(32, version.resources().memoryMb() * 85 / 100) + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        if (!isOlder(java, "9")) {
            // As on AWS: the client makes the stream of its framed logs of a descriptor's number.
            command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
        }
        if (!isOlder(java, "22")) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-cp");
        command.add(classPath);
        return command;
    }

    static List<String> command(List<String> start, FunctionVersion version) {
        List<String> command = new ArrayList<>(start);
        if (version.isRestored()) {
            command.add(HOOKS);
        }
        command.add(MAIN);
        command.add(version.launch().handler());
        return command;
    }
}
