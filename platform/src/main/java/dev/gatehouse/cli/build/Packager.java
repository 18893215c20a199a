package dev.gatehouse.cli.build;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Builds a folder and packs it, once for the same sources: the result is kept under their hash. */
public final class Packager {
    /** The ways to build; the first that fits is taken. */
    private static final List<Builder> BUILDERS =
            List.of(
                    new GoBuilder(),
                    new MavenBuilder(),
                    new PythonBuilder(),
                    new NodeBuilder(),
                    new RubyBuilder(),
                    new PlainBuilder());

    /** How long a package is kept after it was last asked for. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path cache;
    private final boolean apart;

    /**
     * @param cache folder that keeps built packages
     */
    public Packager(Path cache) {
        this(cache, false);
    }

    private Packager(Path cache, boolean apart) {
        // The tools run in other folders than this process.
        this.cache = cache.toAbsolutePath();
        this.apart = apart;
    }

    /** One whose packages of two folders differ, also while the folders do not. */
    public static Packager apart(Path cache) {
        return new Packager(cache, true);
    }

    /**
     * The package of a folder, and how the folder was before it was made.
     *
     * @throws BuildException when it cannot be built
     */
    public BuiltPackage pack(String resource, CodeFolder folder) {
        requireThere(folder);
        try {
            Sources sources = Sources.of(folder);
            Path zip = pack(folder);
            Path own = apart && Files.isDirectory(folder.path()) ? own(zip, folder) : zip;
            return new BuiltPackage(resource, folder, sources, own);
        } catch (IOException problem) {
            throw new BuildException(
                    "cannot read %s: %s".formatted(folder.path(), FileProblem.of(problem)));
        }
    }

    /** The same package with the folder's name as the archive's comment. */
    private static Path own(Path zip, CodeFolder folder) throws IOException {
        byte[] name =
                folder.path()
                        .toAbsolutePath()
                        .normalize()
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        Path own = zip.resolveSibling(zip.getFileName() + "-" + Arrays.hashCode(name) + ".zip");
        Path draft = Files.createTempFile(own.getParent(), "own-", ".zip");
        try {
            Files.copy(zip, draft, StandardCopyOption.REPLACE_EXISTING);
            ZipFolder.comment(draft, name);
            return Files.move(draft, own, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void requireThere(CodeFolder folder) {
        if (!Files.exists(folder.path())) {
            throw new BuildException("there is no folder " + folder.path());
        }
    }

    /**
     * The zip of a folder, built if it was not yet. A file is taken for a zip that is ready.
     *
     * @throws BuildException when it cannot be built
     */
    public Path pack(CodeFolder folder) {
        requireThere(folder);
        try {
            Path zip = cache.resolve(SourceHash.of(folder) + ".zip");
            if (Files.exists(zip)) {
                Files.setLastModifiedTime(zip, FileTime.from(Clock.SYSTEM.now()));
            } else if (Files.isDirectory(folder.path())) {
                build(folder, zip);
            } else {
                Files.createDirectories(cache);
                Files.copy(folder.path(), zip);
            }
            return zip;
        } catch (IOException problem) {
            throw new BuildException(
                    "cannot package %s: %s".formatted(folder.path(), FileProblem.of(problem)));
        }
    }

    /**
     * Whether a change of a file is a change of the same file in the package, and nothing has to be
     * built for it.
     */
    public static boolean copies(CodeFolder folder, Path file) {
        return Files.isDirectory(folder.path()) && builder(folder).copies(file.toString());
    }

    /** Whether a folder within sources never belongs into a package. */
    public static boolean leavesOut(Path folder) {
        return Folders.leavesOut(folder);
    }

    private void build(CodeFolder folder, Path zip) throws IOException {
        Files.createDirectories(cache);
        clean();
        Path output = Files.createTempDirectory(cache, "build-");
        try {
            builder(folder).build(folder, output);
            Path partial = output.resolveSibling(output.getFileName() + ".zip");
            ZipFolder.write(output, partial);
            Files.move(partial, zip, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTrees.delete(output);
        }
    }

    /** Deletes packages that were of no use lately, and what builds that were killed left. */
    private void clean() throws IOException {
        Instant before = Clock.SYSTEM.now().minus(KEPT);
        List<Path> all;
        try (Stream<Path> found = Files.list(cache)) {
            all = found.toList();
        }
        for (Path each : all) {
            try {
                if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
                    FileTrees.delete(each);
                }
            } catch (NoSuchFileException _) {
                // Another build cleans too.
            }
        }
    }

    private static Builder builder(CodeFolder folder) {
        return BUILDERS.stream().filter(builder -> builder.fits(folder)).findFirst().orElseThrow();
    }
}
