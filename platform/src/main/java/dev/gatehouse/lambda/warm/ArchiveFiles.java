package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup.ClassArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the archives of versions are: beside that of their JDK and client, so that another JDK has
 * others. Their number and size are bounded: those that starts used last stay. All that no start
 * has used for a month go, and what a killed node left unfinished.
 */
final class ArchiveFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveFiles.class);

    /** How many of versions are kept. */
    static final int MOST = 50;

    /** How folders begin that are to become one. */
    static final String DRAFT = "draft";

    private static final Duration UNUSED = Duration.ofDays(30);
    private static final long MOST_BYTES = 2L << 30;

    /** A start may be about to use what it has found; none takes as long to make. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(10);

    private final Clock clock;

    ArchiveFiles(Clock clock) {
        this.clock = clock;
    }

    /** One of them. */
    private record Kept(Path archives, Path folder, long usedMillis, long bytes) {
        boolean isDraft() {
            return folder.getFileName().toString().startsWith(DRAFT);
        }

        boolean isOfAVersion() {
            return folder.getFileName().toString().contains("-");
        }
    }

    /**
     * Of a version, as programs of a sandbox level load it. What shapes the classes that it loads,
     * and who may decide on that, is in the name: a function's code could write anything into its
     * archive.
     */
    static Path folder(ClassArchive archive, String level, FunctionVersion version) {
        return archive.folder().resolve(level + '-' + name(version));
    }

    private static String name(FunctionVersion version) {
        List<Object> shape =
                List.of(
                        version.function(),
                        version.launch().runtime(),
                        version.launch().handler(),
                        new TreeMap<>(version.launch().environment()),
                        version.code().root(),
                        version.code().layers(),
                        version.logging().format());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(shape.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Marks one as used now. */
    void used(Path folder) {
        try {
            Files.setLastModifiedTime(folder, FileTime.fromMillis(clock.millis()));
        } catch (IOException e) {
            LOG.debug("{} may go early", folder, e);
        }
    }

    /** Deletes those that no start has used for long, and what is too much. */
    void sweep(ClassArchive archive) {
        long now = clock.millis();
        int count = 0;
        long bytes = 0;
        for (Kept each : lastUsedFirst(Objects.requireNonNull(archive.folder().getParent()))) {
            boolean keeps = !each.isDraft();
            if (keeps && each.isOfAVersion()) {
                count++;
                bytes += each.bytes();
                keeps = count <= MOST && bytes <= MOST_BYTES;
            }
            Duration unused = Duration.ofMillis(now - each.usedMillis());
            if (unused.compareTo(keeps ? UNUSED : LEFT_ALONE) > 0) {
                delete(each);
            }
        }
    }

    private static List<Kept> lastUsedFirst(Path clients) {
        List<Kept> kept = new ArrayList<>();
        try {
            for (Path archives : folders(clients)) {
                for (Path each : folders(archives)) {
                    Path file = each.resolve(ClassArchive.FILE);
                    boolean whole = Files.isRegularFile(file);
                    long used = Files.getLastModifiedTime(each).toMillis();
                    Kept one = new Kept(archives, each, used, whole ? Files.size(file) : 0);
                    if (whole || one.isDraft()) {
                        kept.add(one);
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("{} changes just now", clients, e);
        }
        kept.sort(Comparator.comparingLong(Kept::usedMillis).reversed());
        return kept;
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(Files::isDirectory).toList();
        }
    }

    private static void delete(Kept one) {
        try {
            FileTrees.deleteIfExists(one.folder());
            if (folders(one.archives()).isEmpty()) {
                FileTrees.deleteIfExists(one.archives());
            }
        } catch (IOException e) {
            LOG.debug("{} stays for now", one.folder(), e);
        }
    }
}
