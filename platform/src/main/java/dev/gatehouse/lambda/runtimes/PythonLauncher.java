package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import dev.gatehouse.lambda.runtimes.source.SourceSearch;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts Python functions under awslambdaric, with boto3 beside it as on AWS. A module of ours
 * takes the place of its native part, unless the operator wants that.
 */
final class PythonLauncher implements Launcher {
    private static final String BOOTSTRAP = "bootstrap.py";
    private static final String TRANSPORT = "runtime_client";

    /** AWS's SDK, as the runtime brings it. */
    private static final String SDK = "boto3";

    private final Bundles bundles;
    private final Interpreters interpreters;
    private final PythonClient transport;
    private final SourceSearch imports =
            new SourceSearch(Set.of("py"), "(?m)^[ \\t]*+(?:import|from)[ \\t]++" + SDK + "\\b");
    private final Map<PythonClient, OwnFiles> own = new ConcurrentHashMap<>();

    PythonLauncher(Bundles bundles, Interpreters interpreters, PythonClient transport) {
        this.bundles = bundles;
        this.interpreters = interpreters;
        this.transport = transport;
    }

    @Override
    public RuntimeSetup setup(RuntimeId runtime, FunctionVersion version) {
        Interpreters.Choice choice = interpreters.find(runtime);
        Interpreter python = choice.interpreter();
        String minor = Versions.prefix(python.version(), 2);
        List<SandboxMount> mounts = new ArrayList<>();
        mounts.add(SandboxMount.of(client(runtime, python, minor), RUNTIME_ROOT));
        String program = python.executable().toString();
        if (!python.isOfTheSystem()) {
            mounts.add(SandboxMount.of(python.home(), LANGUAGE_ROOT));
            program = LANGUAGE_ROOT + "/bin/" + python.executable().getFileName();
        }
        return new RuntimeSetup(
                runtime.label(),
                mounts,
                // Without site: packages of the host are none of the function's, and .pth files
                // cost milliseconds. The bootstrap sets the module path that AWS has.
                List.of(program, "-S", RUNTIME_ROOT + '/' + BOOTSTRAP, "/opt"),
                warm(program, version),
                Map.of("PATH", SEARCH_PATH, "LC_CTYPE", "C.UTF-8", "PYTHONPATH", RUNTIME_ROOT),
                true,
                choice.warning().stream().toList());
    }

    /** An interpreter of a function that uses the SDK has loaded it before it is the function's. */
    private List<String> warm(String program, FunctionVersion version) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(program, "-S", RUNTIME_ROOT + '/' + BOOTSTRAP, "/opt", "warm"));
        if (usesSdk(version.code())) {
            command.add(SDK);
        }
        return command;
    }

    /** Whether a function seems to use the runtime's SDK, and not one of its own. */
    private boolean usesSdk(FunctionCode code) {
        return imports.finds(code.root())
                && !Files.exists(code.root().resolve(SDK))
                && code.layers().stream()
                        .noneMatch(layer -> Files.exists(layer.resolve("python").resolve(SDK)));
    }

    private Path client(RuntimeId runtime, Interpreter python, String minor) {
        String bundle = "python" + minor + '-' + Machine.architecture();
        if (!bundles.has(bundle)) {
            throw new RuntimeUnavailable(
                    runtime.id() + " does not run here: there is no client for Python " + minor);
        }
        OwnFiles files = own.computeIfAbsent(transport, PythonLauncher::own);
        return bundles.get(bundle, files.edition(), folder -> complete(folder, python, files));
    }

    private static OwnFiles own(PythonClient transport) {
        String bootstrap = Resources.text(BOOTSTRAP);
        return OwnFiles.of(
                switch (transport) {
                    case OWN ->
                            Map.of(
                                    BOOTSTRAP,
                                    bootstrap,
                                    TRANSPORT + ".py",
                                    Resources.text(TRANSPORT + ".py"));
                    case OFFICIAL -> Map.of(BOOTSTRAP, bootstrap);
                },
                "");
    }

    private static void complete(Path folder, Interpreter python, OwnFiles own) throws IOException {
        if (own.files().containsKey(TRANSPORT + ".py")) {
            // Python would prefer it to a module of the same name.
            try (DirectoryStream<Path> natives =
                    Files.newDirectoryStream(folder, TRANSPORT + "*.so")) {
                for (Path each : natives) {
                    Files.delete(each);
                }
            }
        }
        own.write(folder);
        // Sandboxes see this folder read-only: what is not compiled now is compiled at every start.
        new PythonCompiler(python).compile(folder);
    }
}
