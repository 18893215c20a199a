package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Python functions under awslambdaric, with boto3 beside it as on AWS. */
final class PythonLauncher implements Launcher {
    private static final String BOOTSTRAP = "bootstrap.py";

    private final Bundles bundles;
    private final Interpreters interpreters;

    PythonLauncher(Bundles bundles, Interpreters interpreters) {
        this.bundles = bundles;
        this.interpreters = interpreters;
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
                List.of(program, "-S", RUNTIME_ROOT + '/' + BOOTSTRAP, "/opt", "warm"),
                Map.of("PATH", SEARCH_PATH, "LC_CTYPE", "C.UTF-8", "PYTHONPATH", RUNTIME_ROOT),
                true,
                choice.warning().stream().toList());
    }

    private Path client(RuntimeId runtime, Interpreter python, String minor) {
        String bundle = "python" + minor + '-' + Machine.architecture();
        if (!bundles.has(bundle)) {
            throw new RuntimeUnavailable(
                    runtime.id() + " does not run here: there is no client for Python " + minor);
        }
        String bootstrap = Resources.text(BOOTSTRAP);
        return bundles.get(bundle, bootstrap, folder -> complete(folder, python, bootstrap));
    }

    private static void complete(Path folder, Interpreter python, String bootstrap)
            throws IOException {
        Resources.write(folder.resolve(BOOTSTRAP), bootstrap);
        // Sandboxes see this folder read-only: what is not compiled now is compiled at every start.
        new PythonCompiler(python).compile(folder);
    }
}
