package dev.gatehouse.lambda.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Lays one layer of an image over the ones below it (OCI image specification, "Image Layer
 * Filesystem Changeset"): files, folders and links appear, whiteouts take away. Devices are left
 * out; everything can be read by everybody, and no program runs as its file's owner.
 */
final class Layer {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b5;

    private final RootFolder root;
    private final Budget budget;
    private final Set<Path> own = new HashSet<>();

    /** What all layers of an image may take together. */
    static final class Budget {
        private final long most;
        private long bytes;
        private int entries;

        Budget(long bytes, int entries) {
            this.most = bytes;
            this.bytes = bytes;
            this.entries = entries;
        }

        void entry() {
            if (--entries < 0) {
                throw ImageErrors.unsupported("too many entries");
            }
        }

        void file(long size) {
            bytes -= size;
            if (bytes < 0) {
                throw ImageErrors.tooLarge(most);
            }
        }
    }

    Layer(RootFolder root, Budget budget) {
        this.root = root;
        this.budget = budget;
    }

    /**
     * @param content a tar archive, as it is or by gzip
     */
    void apply(InputStream content) throws IOException {
        InputStream plain = plain(new BufferedInputStream(content, 1 << 16));
        TarArchiveInputStream tar = new TarArchiveInputStream(plain);
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            budget.entry();
            if (!Path.of("/" + entry.getName()).normalize().equals(Path.of("/"))) {
                apply(tar, entry);
            }
        }
    }

    private static InputStream plain(BufferedInputStream content) throws IOException {
        content.mark(2);
        int magic = (content.read() << 8) | content.read();
        content.reset();
        if (magic == ZSTD) {
            throw ImageErrors.unsupported("layers compressed by zstd");
        }
        return magic == GZIP ? new GZIPInputStream(content, 1 << 16) : content;
    }

    private void apply(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        Path place = root.place(entry.getName());
        String name = String.valueOf(place.getFileName());
        if (name.equals(OPAQUE)) {
            clearBelow(place.resolveSibling(""));
        } else if (name.startsWith(WHITEOUT)) {
            Path hidden = place.resolveSibling(name.substring(WHITEOUT.length()));
            if (!own.contains(hidden)) {
                RootFolder.clear(hidden);
            }
        } else {
            put(tar, entry, place);
            own.add(place);
        }
    }

    private void put(TarArchiveInputStream tar, TarArchiveEntry entry, Path place)
            throws IOException {
        if (entry.isDirectory()) {
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                RootFolder.clear(place);
                Files.createDirectory(place);
            }
            Files.setPosixFilePermissions(place, permissions(entry.getMode() | 0555));
        } else if (entry.isSymbolicLink()) {
            RootFolder.clear(place);
            Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Path target = root.place(entry.getLinkName());
            if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && !target.equals(place)) {
                RootFolder.clear(place);
                Files.createLink(place, target);
            }
        } else if (entry.isFile()) {
            budget.file(entry.getSize());
            RootFolder.clear(place);
            Files.copy(tar, place);
            Files.setPosixFilePermissions(place, permissions(entry.getMode() | 0444));
        }
    }

    /** What lower layers put into a folder goes; what this one put there stays. */
    private void clearBelow(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (own.stream().noneMatch(mine -> mine.startsWith(entry))) {
                    RootFolder.clear(entry);
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] bits = PosixFilePermission.values(); // owner read first
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < bits.length; bit++) {
            if (((mode >> (bits.length - 1 - bit)) & 1) == 1) {
                permissions.add(bits[bit]);
            }
        }
        return permissions;
    }
}
