package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

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
    private final Imports imports = new Imports();
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
        if (imports.sdk(version.code())) {
            command.add(SDK);
        }
        return command;
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

    /** What the sources of functions import of the runtime: a guess, made once a package. */
    private static final class Imports {
        private static final Pattern OF_SDK =
                Pattern.compile("(?m)^[ \\t]*+(?:import|from)[ \\t]++" + SDK + "\\b");

        /** Handlers stand at the top of a package or close to it. */
        private static final int DEPTH = 2;

        private static final int MOST_FILES = 200;
        private static final long LONGEST_BYTES = 200_000;
        private static final int MOST_PACKAGES = 200;

        /** Of the packages that were asked for last. */
        private final Map<Path, Boolean> known = Collections.synchronizedMap(new Recent());

        /** Whether a function seems to use the runtime's SDK. Blocks. */
        boolean sdk(FunctionCode code) {
            return ofPackage(code.root())
                    && code.layers().stream().noneMatch(layer -> brings(layer.resolve("python")));
        }

        private boolean ofPackage(Path root) {
            Boolean before = known.get(root);
            return before == null ? lookOnce(root) : before;
        }

        /** One at a time, since sources are read whole; who asks for a known one does not wait. */
        private synchronized boolean lookOnce(Path root) {
            Boolean meanwhile = known.get(root);
            boolean uses = meanwhile == null ? look(root) : meanwhile;
            known.put(root, uses);
            return uses;
        }

        private static boolean look(Path root) {
            Search search = new Search();
            try {
                Files.walkFileTree(root, Set.of(), DEPTH, search);
            } catch (IOException e) {
                return false; // a start finds out what is wrong with it
            }
            return search.found && !brings(root);
        }

        private static boolean brings(Path folder) {
            return Files.exists(folder.resolve(SDK));
        }
    }

    private static final class Recent extends LinkedHashMap<Path, Boolean> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > Imports.MOST_PACKAGES;
        }
    }

    /** Looks into sources until one imports the SDK. */
    private static final class Search extends SimpleFileVisitor<Path> {
        private boolean found;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            boolean source =
                    attributes.isRegularFile()
                            && file.toString().endsWith(".py")
                            && attributes.size() <= Imports.LONGEST_BYTES;
            found = source && Imports.OF_SDK.matcher(text(file)).find();
            return found || ++files >= Imports.MOST_FILES
                    ? FileVisitResult.TERMINATE
                    : FileVisitResult.CONTINUE;
        }

        /** Whatever its encoding: what is looked for is ASCII. */
        private static String text(Path file) throws IOException {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        }
    }
}
