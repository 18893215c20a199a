package dev.gatehouse.kernel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only the node's user may look into, whatever the umask. */
public final class OwnFiles {
    private static final Set<PosixFilePermission> FOLDER_RIGHTS =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_RIGHTS =
            PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(FOLDER_RIGHTS);
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(FILE_RIGHTS);

    private OwnFiles() {}

    /** Makes a folder, and those above it, where they are not there; returns it. */
    public static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder, FOLDER);
    }

    /** Makes an empty file that must not be there yet. */
    public static Path create(Path file) throws IOException {
        return Files.createFile(file, FILE);
    }

    /** Opens a file; one that this makes has the node's rights from the beginning. */
    public static FileChannel open(Path file, Set<? extends OpenOption> options)
            throws IOException {
        return FileChannel.open(file, options, FILE);
    }

    /**
     * @throws IOException when others than its owner have rights on a file
     */
    public static void requireOwn(Path file) throws IOException {
        boolean own =
                Files.getPosixFilePermissions(file).stream()
                        .allMatch(right -> right.name().startsWith("OWNER_"));
        if (!own) {
            throw new IOException("others may read " + file + "; chmod 600 it");
        }
    }

    /** Takes from all other users the rights that they have on a folder itself. */
    public static void close(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, FOLDER_RIGHTS);
    }

    /** Takes from all other users the rights that they have on a folder and all that is in it. */
    public static void closeTree(Path root) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        close(folder);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            Files.setPosixFilePermissions(file, FILE_RIGHTS);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
