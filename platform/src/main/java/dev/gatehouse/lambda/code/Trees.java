package dev.gatehouse.lambda.code;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.kernel.OwnFiles;
import dev.gatehouse.store.BlobKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of unpacked packages, each named by its archive's digest. A tree appears whole by one
 * rename and goes by one rename; what a killed node left half made is cleared at the next start.
 */
final class Trees {
    /** A function's own user reads the tree where it is mounted; nobody gets to it here. */
    private static final Set<PosixFilePermission> READABLE =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path root;
    private final Path drafts;
    private final Clock clock;

    Trees(Path root, Clock clock) throws IOException {
        this.root = OwnFiles.folder(root);
        this.drafts = OwnFiles.folder(root.resolve("drafts"));
        this.clock = clock;
        try (Stream<Path> unfinished = Files.list(drafts)) {
            for (Path each : unfinished.toList()) {
                FileTrees.delete(each);
            }
        }
    }

    Path place(BlobKey key) {
        return root.resolve(key.sha256());
    }

    /** Whether the tree is here; if so it counts as used now. */
    boolean touch(BlobKey key) throws IOException {
        Path tree = place(key);
        if (!Files.isDirectory(tree)) {
            return false;
        }
        Files.setLastModifiedTime(tree, FileTime.from(clock.now()));
        return true;
    }

    Path newDraft() throws IOException {
        Path draft = Files.createDirectory(drafts.resolve(UUID.randomUUID().toString()));
        return Files.setPosixFilePermissions(draft, READABLE);
    }

    /** Makes a draft the tree of {@code key}, unless somebody was faster with the same content. */
    void settle(Path draft, BlobKey key) throws IOException {
        Files.setLastModifiedTime(draft, FileTime.from(clock.now()));
        Path tree = place(key);
        try {
            Files.move(draft, tree, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(tree)) {
                throw e;
            }
            FileTrees.delete(draft);
        }
    }

    /** Deletes a tree, where it is, by one rename. */
    void delete(BlobKey key) throws IOException {
        Path tree = place(key);
        if (Files.isDirectory(tree)) {
            Path draft = drafts.resolve(UUID.randomUUID().toString());
            FileTrees.delete(Files.move(tree, draft, StandardCopyOption.ATOMIC_MOVE));
        }
    }
}
