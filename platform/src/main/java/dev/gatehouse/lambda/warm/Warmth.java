package dev.gatehouse.lambda.warm;

import dev.gatehouse.lambda.launch.ExternalExtensions;
import dev.gatehouse.lambda.plan.FunctionLogging;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.trust.SandboxTrust;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which functions can run in an interpreter that was started before it knew them. */
final class Warmth {
    /** A warm runtime's own memory limit; its function's takes the place. */
    private static final int MEMORY_MB = 512;

    private static final int STORAGE_MB = 512;

    /** What interpreters, the loader and modules read once, at their start. */
    private static final List<String> READ_AT_START =
            List.of(
                    "PYTHON",
                    "NODE_",
                    "LD_",
                    "LC_",
                    "LANG",
                    "TZ",
                    "MALLOC_",
                    "GLIBC_",
                    "OPENSSL_",
                    "SSL_",
                    "UV_",
                    // By the SDK that an interpreter may have loaded ahead.
                    "AWS_LAMBDA_NODEJS_",
                    "AWS_LAMBDA_EXEC_WRAPPER");

    private Warmth() {}

    static SandboxSpec spec(RuntimeSetup setup, SandboxTrust trust) {
        List<SandboxMount> mounts = new ArrayList<>(setup.mounts());
        mounts.addAll(trust.mounts(setup.javaTrust()));
        return new SandboxSpec(MEMORY_MB, STORAGE_MB, mounts);
    }

    /**
     * Functions whose settings or libraries must be there at process start need a start of theirs.
     */
    static boolean suits(FunctionVersion version, RuntimeSetup setup) {
        return !setup.warmArguments().isEmpty()
                && !ExternalExtensions.exist(version.code())
                && version.logging().format() == FunctionLogging.Format.TEXT
                && version.launch().environment().keySet().stream().noneMatch(Warmth::isReadAtStart)
                && !bringsLibraries(version.code().root())
                && version.code().layers().stream().noneMatch(Warmth::bringsLibraries);
    }

    private static boolean isReadAtStart(String name) {
        return READ_AT_START.stream().anyMatch(name::startsWith);
    }

    /** The loader remembers that a folder did not exist when it first looked there. */
    private static boolean bringsLibraries(Path folder) {
        if (Files.isDirectory(folder.resolve("lib"))) {
            return true;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "lib*.so*")) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            return true;
        }
    }
}
