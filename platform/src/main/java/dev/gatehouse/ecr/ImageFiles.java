package dev.gatehouse.ecr;

import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.store.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Blobs of images on disk, a folder for each repository, and uploads until they are blobs. A name
 * never comes from outside but as a digest or an id that has been checked. Blocks.
 */
final class ImageFiles {
    /** Amazon ECR's quota of a layer, with its largest parts: 52 GB; Lambda takes images of 10. */
    static final long LONGEST_BLOB = 10L << 30;

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern UPLOAD = Pattern.compile("[0-9a-f-]{36}");
    private static final Duration UPLOADS_KEPT = Duration.ofDays(1);
    private static final int PIECE_BYTES = 64 * 1024;

    private final Path root;
    private final Clock clock;

    ImageFiles(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** An upload is longer than a blob may be. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    Optional<Path> blob(Scope scope, String repository, String digest) {
        return isDigest(digest)
                ? Optional.of(blobPath(scope, repository, digest)).filter(Files::isRegularFile)
                : Optional.empty();
    }

    private Path blobPath(Scope scope, String repository, String digest) {
        return folder(scope, repository).resolve("blobs").resolve(digest.substring(7));
    }

    /** Begins an upload; those that were left a day ago go. */
    String begin(Scope scope, String repository) throws IOException {
        Path uploads = Files.createDirectories(folder(scope, repository).resolve("uploads"));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(uploads)) {
            for (Path each : all) {
                if (isLeft(each)) {
                    Files.deleteIfExists(each);
                }
            }
        }
        String id = UUID.randomUUID().toString();
        Files.createFile(uploads.resolve(id));
        return id;
    }

    /** Whether a push that began with it has ended, one way or the other. */
    private boolean isLeft(Path file) throws IOException {
        Instant since = clock.now().minus(UPLOADS_KEPT);
        return Files.getLastModifiedTime(file).compareTo(FileTime.from(since)) < 0;
    }

    Optional<Path> upload(Scope scope, String repository, String id) {
        return UPLOAD.matcher(id).matches()
                ? Optional.of(folder(scope, repository).resolve("uploads").resolve(id))
                        .filter(Files::isRegularFile)
                : Optional.empty();
    }

    /** Adds to an upload what comes, and says how long it is now. */
    static long append(Path upload, InputStream content) throws IOException {
        try (OutputStream out = Files.newOutputStream(upload, StandardOpenOption.APPEND)) {
            long size = Files.size(upload);
            byte[] piece = new byte[PIECE_BYTES];
            for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
                size += n;
                if (size > LONGEST_BLOB) {
                    throw new TooLong();
                }
                out.write(piece, 0, n);
            }
            return size;
        }
    }

    /**
     * Makes a blob of an upload.
     *
     * @return false where it has another digest; the upload is gone then, too
     */
    boolean complete(Scope scope, String repository, Path upload, String digest)
            throws IOException {
        if (!digest.equals(digestOf(upload))) {
            Files.deleteIfExists(upload);
            return false;
        }
        Path blob = blobPath(scope, repository, digest);
        Files.createDirectories(folder(scope, repository).resolve("blobs"));
        Files.move(upload, blob, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static String digestOf(Path file) throws IOException {
        MessageDigest sha256 = Hashes.sha256();
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                sha256.update(piece, 0, n);
            }
        }
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    /**
     * Deletes the blobs of a repository that are not in use.
     *
     * @param released those that no push waits with; the others stay for a day
     */
    void retain(Scope scope, String repository, Set<String> used, Set<String> released) {
        Path blobs = folder(scope, repository).resolve("blobs");
        if (!Files.isDirectory(blobs)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(blobs)) {
            for (Path each : all) {
                String digest = "sha256:" + each.getFileName();
                if (!used.contains(digest) && (released.contains(digest) || isLeft(each))) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that a repository has. */
    void delete(Scope scope, String repository) {
        try {
            FileTrees.deleteIfExists(folder(scope, repository));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of repositories have slashes, and may be longer than those of files. */
    private Path folder(Scope scope, String repository) {
        return root.resolve(scope.account().value())
                .resolve(scope.region().name())
                .resolve(Hashes.sha256Hex(repository));
    }
}
