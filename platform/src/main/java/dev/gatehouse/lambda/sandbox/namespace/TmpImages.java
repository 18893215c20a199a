package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Empty file systems of every size in use, of which each sandbox gets a copy as its {@code /tmp}:
 * on disk, so never charged to the function's memory, and full exactly where AWS's would be.
 */
final class TmpImages {

    private static final List<String> PROGRAMS =
            List.of("/sbin/mkfs.ext4", "/usr/sbin/mkfs.ext4", "/usr/bin/mkfs.ext4");

    private static final int PATIENCE_SECONDS = 60;

    /** One inode for so many bytes: mkfs's own default, which it leaves for small file systems. */
    private static final String BYTES_A_FILE = "16384";

    /** What the file system takes for itself: a share for its tables, and a fixed part. */
    private static final int TABLES_PER_MILLE = 20;

    private static final int FIXED_MB = 6;

    private final Path directory;
    private final String program;
    private final Map<Integer, Path> templates = new ConcurrentHashMap<>();

    private TmpImages(Path directory, String program) {
        this.directory = directory;
        this.program = program;
    }

    /** Empty where {@code mkfs.ext4} is not installed. */
    static Optional<TmpImages> in(Path directory) throws IOException {
        Path images = Files.createDirectories(directory.resolve("tmp"));
        return PROGRAMS.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .map(path -> new TmpImages(images, path));
    }

    /** The template with {@code megabytes} free; made when it is the first of its size. */
    Path template(int megabytes) {
        return templates.computeIfAbsent(megabytes, this::make);
    }

    private Path make(int megabytes) {
        Path image = directory.resolve(megabytes + ".ext4");
        try {
            if (!Files.exists(image)) {
                Path fresh = Files.createTempFile(directory, "image", ".new");
                format(fresh, megabytes);
                Files.move(fresh, image, StandardCopyOption.ATOMIC_MOVE);
            }
            return image;
        } catch (IOException e) {
            throw new SandboxException("cannot make a " + megabytes + " MB /tmp: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", e);
        }
    }

    private void format(Path image, int megabytes) throws IOException, InterruptedException {
        long size = megabytes + (long) megabytes * TABLES_PER_MILLE / 1_000 + FIXED_MB;
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size << 20);
        }
        String path = image.toString();
        // No journal: nothing of it outlives the sandbox. No blocks kept back for root.
        String features = "^has_journal,^resize_inode";
        if (!succeeds(program, "-q", "-F", "-m0", "-i", BYTES_A_FILE, "-O", features, path)) {
            throw new IOException(program + " failed");
        }
        // Removed here once, or else by the launcher in each sandbox, which costs a disk access.
        Path editor = Path.of(program).resolveSibling("debugfs");
        if (Files.isExecutable(editor)) {
            succeeds(editor.toString(), "-w", "-R", "rmdir lost+found", path);
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return process.exitValue() == 0;
        }
        process.destroyForcibly();
        return false;
    }
}
