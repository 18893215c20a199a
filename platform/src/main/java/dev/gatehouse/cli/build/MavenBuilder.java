package dev.gatehouse.cli.build;

import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compiled classes at the root and the dependencies under lib/. */
final class MavenBuilder implements Builder {
    @Override
    public boolean fits(CodeFolder folder) {
        return folder.runtime().startsWith("java") && folder.has("pom.xml");
    }

    @Override
    public boolean copies(String file) {
        return false;
    }

    @Override
    public void build(CodeFolder folder, Path output) {
        Path work = output.resolveSibling(output.getFileName() + "-maven");
        try {
            Folders.copy(folder.path(), work);
            new Tool(work)
                    .run(
                            List.of(
                                    maven(folder.path()),
                                    "--batch-mode",
                                    "--quiet",
                                    "-DskipTests",
                                    "package",
                                    "dependency:copy-dependencies",
                                    "-DincludeScope=runtime",
                                    "-DoutputDirectory=" + output.resolve("lib")));
            copyClasses(work.resolve("target").resolve("classes"), output);
        } finally {
            deleteQuietly(work);
        }
    }

    private static void copyClasses(Path classes, Path output) {
        if (!Files.isDirectory(classes)) {
            throw new BuildException("the Maven build made no classes");
        }
        Folders.copy(classes, output);
    }

    /** Maven on the PATH, or the nearest wrapper at or above the folder. */
    private static String maven(Path folder) {
        return Tool.onPath("mvn")
                .orElseGet(
                        () -> {
                            for (Path at = folder.toAbsolutePath();
                                    at != null;
                                    at = at.getParent()) {
                                if (Files.isExecutable(at.resolve("mvnw"))) {
                                    return at.resolve("mvnw").toString();
                                }
                            }
                            throw new BuildException("a Java function with a pom.xml needs mvn");
                        });
    }

    private static void deleteQuietly(Path work) {
        try {
            FileTrees.deleteIfExists(work);
        } catch (IOException problem) {
            // A leftover in the cache folder costs disk, not correctness.
        }
    }
}
