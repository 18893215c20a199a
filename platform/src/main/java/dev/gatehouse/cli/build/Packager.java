package dev.gatehouse.cli.build;

import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

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

    private final Path cache;

    /**
     * @param cache folder that keeps built packages
     */
    public Packager(Path cache) {
        // The tools run in other folders than this process.
        this.cache = cache.toAbsolutePath();
    }

    /**
     * The zip of a folder, built if it was not yet.
     *
     * @throws BuildException when it cannot be built
     */
    public Path pack(CodeFolder folder) {
        if (!Files.isDirectory(folder.path())) {
            throw new BuildException("CodeUri: there is no folder " + folder.path());
        }
        try {
            Path zip = cache.resolve(SourceHash.of(folder) + ".zip");
            if (!Files.exists(zip)) {
                build(folder, zip);
            }
            return zip;
        } catch (IOException problem) {
            throw new BuildException(
                    "cannot package %s: %s".formatted(folder.path(), FileProblem.of(problem)));
        }
    }

    private void build(CodeFolder folder, Path zip) throws IOException {
        Files.createDirectories(cache);
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

    private static Builder builder(CodeFolder folder) {
        return BUILDERS.stream().filter(builder -> builder.fits(folder)).findFirst().orElseThrow();
    }
}
