package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.invoke.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts Node.js functions under the official client, with the AWS SDK for JavaScript beside it as
 * on AWS. The client's native part needs a compiler to install; a stand-in of ours takes its place.
 */
final class NodeLauncher implements Launcher {
    private static final String BOOTSTRAP = "bootstrap.mjs";
    private static final String NATIVE_PART = "rapid-client.node.js";
    private static final String MODULES = "/var/node_modules";

    private final Bundles bundles;
    private final Interpreters interpreters;

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
        mounts.add(SandboxMount.of(sdk(), MODULES));
        String program = node.executable().toString();
        if (!node.isOfTheSystem()) {
            mounts.add(SandboxMount.of(node.home(), LANGUAGE_ROOT));
            program = LANGUAGE_ROOT + "/bin/node";
        }
        return new RuntimeSetup(
                runtime.label(),
                mounts,
                List.of(program, RUNTIME_ROOT + '/' + BOOTSTRAP),
                environment(runtime),
                true,
                choice.warning().stream().toList());
    }

    private static Map<String, String> environment(RuntimeId runtime) {
        return Map.of(
                "PATH",
                "/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin",
                "NODE_PATH",
                "/opt/nodejs/node%s/node_modules:/opt/nodejs/node_modules:%s:/var/runtime:/var/task"
                        .formatted(runtime.version(), MODULES));
    }

    /** From 24 on Lambda's Node.js refuses handlers with callbacks; its client does so too. */
    private Path client(RuntimeId runtime) {
        boolean newer = Versions.ORDER.compare(runtime.version(), "24") >= 0;
        String bundle = newer ? "nodejs-4" : "nodejs-3";
        String bootstrap = Resources.text(newer ? "bootstrap-4.mjs" : "bootstrap-3.mjs");
        String standIn = Resources.text(NATIVE_PART);
        return bundles.get(
                bundle, bootstrap + standIn, folder -> complete(folder, newer, bootstrap, standIn));
    }

    private static void complete(Path folder, boolean newer, String bootstrap, String standIn)
            throws IOException {
        Path besideClient = newer ? folder : folder.resolve("dist");
        Resources.write(besideClient.resolve(NATIVE_PART), standIn);
        Resources.write(besideClient.resolve("package.json"), "{\"type\":\"commonjs\"}\n");
        Resources.write(folder.resolve(BOOTSTRAP), bootstrap);
    }

    private Path sdk() {
        return bundles.get("nodejs-sdk", "", _ -> {}).resolve("node_modules");
    }
}
