package dev.gatehouse.lambda.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * One archive becoming one tree. Sizes are counted as bytes come out, never believed; links are
 * made last, so that no file is ever written through one.
 */
final class Unpacking {
    private static final int READABLE_BY_ALL = 0444;
    private static final int DEFAULT_MODE = 0644;
    private static final int LONGEST_LINK = 4096;
    private static final Set<PosixFilePermission> OPEN_FOLDER =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private final ZipFile zip;
    private final Path root;
    private final CodeLimits limits;
    private final Links links;
    private final Set<Path> folders = new HashSet<>();
    private final byte[] buffer = new byte[64 * 1024];
    private long written;

    Unpacking(ZipFile zip, Path root, CodeLimits limits) {
        this.zip = zip;
        this.root = root;
        this.limits = limits;
        this.links = new Links(root);
        folders.add(root);
    }

    /**
     * Fills the root, an empty folder.
     *
     * @return the size of all files together, in bytes
     */
    long run() throws IOException {
        int entries = 0;
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            if (++entries > limits.entries() || !zip.canReadEntryData(entry)) {
                throw PackageErrors.notUnzippable();
            }
            unpack(entry);
        }
        if (entries == 0) {
            throw PackageErrors.empty();
        }
        links.make();
        return written;
    }

    private void unpack(ZipArchiveEntry entry) throws IOException {
        Path place =
                EntryPath.within(root, entry.getName()).orElseThrow(PackageErrors::notUnzippable);
        if (entry.isDirectory()) {
            makeFolder(place);
        } else if (entry.isUnixSymlink()) {
            makeFolder(parent(place));
            links.add(place, linkTarget(entry));
        } else {
            links.forget(place);
            makeFolder(parent(place));
            writeFile(entry, place);
        }
    }

    /** Makes a folder and those above it, open to the function's own user whatever the umask. */
    private void makeFolder(Path folder) throws IOException {
        if (folders.contains(folder)) {
            return;
        }
        makeFolder(parent(folder));
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, OPEN_FOLDER);
        folders.add(folder);
    }

    /** Of two entries with one name the later wins, as with unzip: fat jars have such pairs. */
    private void writeFile(ZipArchiveEntry entry, Path place) throws IOException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(place.toString());
        }
        CRC32 checksum = new CRC32();
        long before = written;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out =
                        Files.newOutputStream(
                                place,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                written += count;
                if (written >= limits.unzippedBytes()) {
                    throw PackageErrors.unzippedTooLarge(limits.unzippedBytes());
                }
                checksum.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        if (entry.getCrc() != checksum.getValue() || entry.getSize() != written - before) {
            throw PackageErrors.notUnzippable();
        }
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(rights(entry)));
    }

    /**
     * The archive's own mode, made readable: a function runs as a user of its own, and files that
     * zip libraries write with mode 0600 would be of no use to it.
     */
    private static String rights(ZipArchiveEntry entry) {
        int stored = entry.getUnixMode() & 0777;
        int mode = (stored == 0 ? DEFAULT_MODE : stored) | READABLE_BY_ALL;
        StringBuilder text = new StringBuilder(9);
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        return text.toString();
    }

    private Path linkTarget(ZipArchiveEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] target = in.readNBytes(LONGEST_LINK);
            if (target.length == 0) {
                throw PackageErrors.notUnzippable();
            }
            return Path.of(new String(target, StandardCharsets.UTF_8));
        } catch (InvalidPathException _) {
            throw PackageErrors.notUnzippable();
        }
    }

    private Path parent(Path place) {
        Path parent = place.getParent();
        return parent == null ? root : parent;
    }
}
