package dev.gatehouse.lambda.warm;

import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program that compiles what a version of a Node.js function imports, and runs none of it.
 *
 * @param command writes a line for each file: its name in {@link #PLACE}, a space, its bytes in
 *     base64
 */
record ModuleCompiler(List<String> command) {
    /** Where a sandbox sees what was compiled. */
    static final String PLACE = "/var/compiled";

    private static final String SCRIPT = "/var/runtime/compile.cjs";

    /** Smaller ones are compiled as fast as read. */
    private static final long LARGE_BYTES = 100_000;

    ModuleCompiler {
        command = List.copyOf(command);
    }

    /**
     * Empty for versions that are not of Node.js, or import too little to be worth it, and for
     * packages under a key, which decides who runs them. Blocks.
     */
    static Optional<ModuleCompiler> of(FunctionVersion version, RuntimeSetup setup) {
        if (!isOfNode(version)
                || setup.warmArguments().isEmpty()
                || version.code().sealedKey() != null
                || !isHeavy(version.code())) {
            return Optional.empty();
        }
        return Optional.of(
                new ModuleCompiler(
                        List.of(
                                setup.arguments().getFirst(),
                                "--no-warnings",
                                "--expose-internals",
                                SCRIPT,
                                version.launch().handler())));
    }

    static boolean isOfNode(FunctionVersion version) {
        return version.launch().runtime().startsWith("nodejs");
    }

    private static boolean isHeavy(FunctionCode code) {
        return Files.isDirectory(code.root().resolve("node_modules"))
                || code.layers().stream()
                        .anyMatch(layer -> Files.isDirectory(layer.resolve("nodejs")))
                || hasLargeSource(code.root());
    }

    /** As bundlers make them. */
    private static boolean hasLargeSource(Path root) {
        try (DirectoryStream<Path> sources = Files.newDirectoryStream(root, "*.{js,mjs,cjs}")) {
            for (Path source : sources) {
                if (Files.size(source) > LARGE_BYTES) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // a start finds out what is wrong with it
        }
    }
}
