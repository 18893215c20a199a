package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.runtimes.source.NodeSdk;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts Node.js functions under the official client, with the AWS SDK for JavaScript beside it as
 * on AWS. The client's native part needs a compiler to install; a stand-in of ours takes its place.
 */
final class NodeLauncher implements Launcher {
    private static final String BOOTSTRAP = "bootstrap.mjs";
    private static final String WARM = "warm.mjs";
    private static final String ES_MODULES = "modules.mjs";
    private static final String COMPILER = "compile.cjs";
    private static final String START = RUNTIME_ROOT + '/' + BOOTSTRAP;
    private static final String NATIVE_PART = "rapid-client.node.js";
    private static final String MODULES = "/var/node_modules";

    private final Bundles bundles;
    private final Interpreters interpreters;
    private final NodeSdk sdk = new NodeSdk();

    /** By whether they are of the newer client. */
    private final Map<Boolean, OwnFiles> own = new ConcurrentHashMap<>();

    NodeLauncher(Bundles bundles, Interpreters interpreters) {
        this.bundles = bundles;
        this.interpreters = interpreters;
    }

    @Override
    public RuntimeSetup setup(RuntimeId runtime, FunctionVersion version) {
        Interpreters.Choice choice = interpreters.find(runtime);
        Interpreter node = choice.interpreter();
        List<SandboxMount> mounts = new ArrayList<>();
        mounts.add(SandboxMount.of(client(runtime), RUNTIME_ROOT));
        mounts.add(SandboxMount.of(sdk(runtime), MODULES));
        String program = node.executable().toString();
        if (!node.isOfTheSystem()) {
            mounts.add(SandboxMount.of(node.home(), LANGUAGE_ROOT));
            program = LANGUAGE_ROOT + "/bin/node";
        }
        return new RuntimeSetup(
                runtime.label(),
                mounts,
                List.of(program, START),
                warm(program, runtime, version),
                environment(runtime),
                true,
                choice.warning().stream().toList());
    }

    private List<String> warm(String program, RuntimeId runtime, FunctionVersion version) {
        List<String> command = new ArrayList<>(List.of(program, START, "warm"));
        if (hasThirdSdk(runtime)) {
            command.addAll(sdk.modules(runtime.version(), version.code()));
        }
        return command;
    }

    private static Map<String, String> environment(RuntimeId runtime) {
        return Map.of(
                "PATH",
                SEARCH_PATH,
                "NODE_PATH",
                "/opt/nodejs/node%s/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:%s:/var/runtime:/var/task"
                        .formatted(runtime.version(), MODULES));
    }

    /** From 24 on Lambda's Node.js rejects handlers with callbacks; its client does so too. */
    private Path client(RuntimeId runtime) {
        boolean newer = Versions.ORDER.compare(runtime.version(), "24") >= 0;
        String bundle = newer ? "nodejs-4" : "nodejs-3";
        OwnFiles files = own.computeIfAbsent(newer, NodeLauncher::own);
        return bundles.get(bundle, files.edition(), folder -> complete(folder, files));
    }

    private static OwnFiles own(boolean newer) {
        // Where the client looks for its native part.
        String beside = newer ? "" : "dist/";
        return OwnFiles.of(
                Map.of(
                        BOOTSTRAP,
                        Resources.text(newer ? "bootstrap-4.mjs" : "bootstrap-3.mjs"),
                        WARM,
                        Resources.text(WARM),
                        ES_MODULES,
                        Resources.text(ES_MODULES),
                        COMPILER,
                        Resources.text(COMPILER),
                        beside + NATIVE_PART,
                        Resources.text(NATIVE_PART),
                        beside + "package.json",
                        "{\"type\":\"commonjs\"}\n"),
                MODULES);
    }

    private static void complete(Path folder, OwnFiles own) throws IOException {
        own.write(folder);
        // Where AWS has the SDK; modules look for it in the folders above their own.
        Files.createSymbolicLink(folder.resolve("node_modules"), Path.of(MODULES));
    }

    /** From 18 on Lambda's Node.js has the third AWS SDK for JavaScript, before that the second. */
    private Path sdk(RuntimeId runtime) {
        String bundle = hasThirdSdk(runtime) ? "nodejs-sdk" : "nodejs-sdk-2";
        return bundles.get(bundle, "", _ -> {}).resolve("node_modules");
    }

    private static boolean hasThirdSdk(RuntimeId runtime) {
        return Versions.ORDER.compare(runtime.version(), "18") >= 0;
    }
}
