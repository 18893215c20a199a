package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folders that compiled modules are kept in, at most {@value #MOST}: those that were used last,
 * as the time of their change tells.
 */
final class CompiledFolders {
    private static final int MOST = 128;
    private static final String DRAFT = ".draft";

    /** One that was used since may be about to be mounted. */
    private static final Duration SAFE = Duration.ofMinutes(10);

    private final Path root;

    CompiledFolders(Path root) {
        this.root = root;
    }

    /** Where those of a version are kept, if they are; another if anything they depend on is. */
    Path of(FunctionVersion version, RuntimeSetup setup) {
        String identity =
                String.join(
                        "\n",
                        version.code().root().toString(),
                        version.code().layers().toString(),
                        version.launch().handler(),
                        setup.mounts().toString(),
                        setup.arguments().getFirst());
        byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
        return root.resolve(UUID.nameUUIDFromBytes(bytes).toString());
    }

    /** Whether a folder is there, which is kept for longer then. */
    boolean use(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try {
            Files.setLastModifiedTime(folder, FileTime.from(Clock.SYSTEM.now()));
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** A folder to write to, beside the others. */
    Path draft() throws IOException {
        Files.createDirectories(root);
        Path draft = Files.createTempDirectory(root, DRAFT);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
        return draft;
    }

    /**
     * Deletes what was not used for longest, where there are too many; false when all are in use.
     */
    synchronized boolean makeRoom() throws IOException {
        List<Path> kept = new ArrayList<>();
        Files.createDirectories(root);
        try (Stream<Path> all = Files.list(root)) {
            all.forEach(kept::add);
        }
        if (kept.size() < MOST) {
            return true;
        }
        Path oldest = kept.stream().min(Comparator.comparing(CompiledFolders::used)).orElseThrow();
        if (used(oldest).toInstant().isAfter(Clock.SYSTEM.now().minus(SAFE))) {
            return false;
        }
        FileTrees.deleteIfExists(oldest);
        return true;
    }

    private static FileTime used(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }
}
