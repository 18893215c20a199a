package dev.gatehouse.cli.build;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Walks and copies folders, leaving out what never belongs into a package. */
final class Folders {
    private static final Set<String> LEFT_OUT =
            Set.of(
                    ".git",
                    ".aws-sam",
                    ".gatehouse",
                    ".venv",
                    "node_modules",
                    "__pycache__",
                    "target");

    private Folders() {}

    /**
     * A folder's files in a stable order, those behind symbolic links among them, without what
     * tools leave in sources.
     */
    static List<Path> files(Path root) throws IOException {
        return files(root, LEFT_OUT);
    }

    static boolean leavesOut(Path folder) {
        return LEFT_OUT.contains(String.valueOf(folder.getFileName()));
    }

    /** All of them. */
    static List<Path> all(Path root) throws IOException {
        return files(root, Set.of());
    }

    private static List<Path> files(Path root, Set<String> leftOut) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                root,
                EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                Integer.MAX_VALUE,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        boolean out = leftOut.contains(String.valueOf(folder.getFileName()));
                        return out && !folder.equals(root)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        files.add(file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(null);
        return files;
    }

    /** Copies a folder's files; of two in one place, as a tool may have put one there, over it. */
    static void copy(Path from, Path to) {
        copy(new CodeFolder(from, "any", ""), to);
    }

    /** Copies the files that count of some sources. */
    static void copy(CodeFolder folder, Path to) {
        Path from = folder.path();
        try {
            for (Path file : folder.files()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException problem) {
            throw new BuildException("cannot copy " + from + ": " + FileProblem.of(problem));
        }
    }
}
