package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to start for a version of a function, on this machine. Blocks while files are fetched. */
public final class Runtimes implements AutoCloseable {
    private final Map<Language, Launcher> launchers;
    private final Bundles bundles;
    private final Path compiled;
    private final PythonPreparation python;

    /**
     * @param directory where clients and SDKs are kept
     * @param registries where they come from
     * @param interpreters programs by runtime id that the user's settings name
     * @param pythonClient what carries the events of Python functions
     * @param environment the node's environment variables: where its user keeps interpreters
     */
    public Runtimes(
            Path directory,
            Registries registries,
            Map<String, Path> interpreters,
            PythonClient pythonClient,
            Map<String, String> environment) {
        this.compiled = directory.toAbsolutePath().resolve("compiled");
        this.bundles = new Bundles(directory.toAbsolutePath(), registries);
        Interpreters found = new Interpreters(interpreters, new Installations(environment));
        this.python = new PythonPreparation(found);
        this.launchers =
                Map.of(
                        Language.PYTHON, new PythonLauncher(bundles, found, pythonClient),
                        Language.NODEJS, new NodeLauncher(bundles, found),
                        Language.JAVA, new JavaLauncher(bundles, found),
                        Language.RUBY, new RubyLauncher(bundles, found),
                        Language.GO, new ProgramLauncher(),
                        Language.PROVIDED, new ProgramLauncher(),
                        Language.IMAGE, new ImageLauncher());
    }

    /**
     * @throws RuntimeUnavailable when this machine has no interpreter for it, or its client cannot
     *     be fetched
     */
    public RuntimeSetup setup(FunctionVersion version) {
        RuntimeId runtime = RuntimeId.parse(version.launch().runtime());
        Launcher launcher = launchers.get(runtime.language());
        if (launcher == null) {
            throw new RuntimeUnavailable("This node does not run " + runtime.id() + " yet");
        }
        return wrapped(version, launcher.setup(runtime, version));
    }

    /**
     * Makes starts from a deployment package fast, as far as can be done ahead: Python's sources
     * are compiled. Adds files, changes none. Blocks; a failure leaves the package as it is.
     *
     * @param tree the unpacked package, before any version runs from it
     * @param runtimeId Lambda's id of the runtime
     */
    public void prepare(Path tree, String runtimeId) {
        RuntimeId runtime = RuntimeId.parse(runtimeId);
        if (runtime.language() == Language.PYTHON) {
            python.prepare(tree, runtime);
        }
    }

    /** Where what functions of Node.js import is kept compiled. */
    public Path compiled() {
        return compiled;
    }

    /** Ends the downloads that are under way. */
    @Override
    public void close() {
        bundles.close();
    }

    /** The user's wrapper starts in the runtime's place and gets its command line. */
    private static RuntimeSetup wrapped(FunctionVersion version, RuntimeSetup plain) {
        String wrapper = version.launch().environment().get("AWS_LAMBDA_EXEC_WRAPPER");
        if (wrapper == null
                || version.launch().isImage()
                || version.launch().runtime().startsWith("provided")) {
            return plain;
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(wrapper);
        arguments.addAll(plain.arguments());
        return new RuntimeSetup(
                plain.label(),
                plain.mounts(),
                arguments,
                List.of(),
                plain.environment(),
                plain.framedLogs(),
                plain.warnings(),
                plain.jvm()
                        .map(
                                own ->
                                        new RuntimeSetup.Jvm(
                                                own.trust(), Optional.empty(), Optional.empty())));
    }
}
