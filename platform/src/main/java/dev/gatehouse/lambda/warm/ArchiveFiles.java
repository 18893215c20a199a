package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.plan.FunctionPlan;
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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the archives of versions are: beside that of their JDK and client, so that another JDK has
 * others. Their number and size are bounded; those of versions that are no more go, and all that no
 * start has used for a month.
 */
final class ArchiveFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveFiles.class);

    /** How many are kept: those that starts used last. */
    static final int MOST = 50;

    /** How folders begin that are to become one. */
    static final String DRAFT = "draft";

    private static final Duration UNUSED = Duration.ofDays(30);
    private static final long MOST_BYTES = 2L << 30;

    /**
     * A start may be about to use what it has found. Starting nodes hear of versions for a while.
     */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(10);

    private final Surroundings around;
    private final long openedMillis;

    /** The names of what each function's versions would use. */
    private final Map<Arn, Set<String>> living = new ConcurrentHashMap<>();

    ArchiveFiles(Surroundings around) {
        this.around = around;
        this.openedMillis = around.clock().millis();
    }

    /** One of them. */
    private record Kept(Path folder, long usedMillis, long bytes) {
        /** Whether it is a version's. */
        boolean isOwn() {
            return folder.getFileName().toString().contains("-");
        }

        /** Of its version, without the level. */
        String name() {
            String file = folder.getFileName().toString();
            return file.substring(file.indexOf('-') + 1);
        }
    }

    /** A function has these versions now. */
    void has(FunctionPlan plan) {
        Set<String> names =
                plan.versions().values().stream()
                        .filter(version -> version.launch().runtime().startsWith("java"))
                        .map(ArchiveFiles::name)
                        .collect(Collectors.toSet());
        if (names.isEmpty()) {
            living.remove(plan.function());
        } else {
            living.put(plan.function(), names);
        }
    }

    /** A function is no more. */
    void forget(Arn function) {
        living.remove(function);
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
                        version.logging().format(),
                        version.isRestored());
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
            Files.setLastModifiedTime(folder, FileTime.fromMillis(around.clock().millis()));
        } catch (IOException e) {
            LOG.debug("{} may go early", folder, e);
        }
    }

    /** Whether there is room for another one. */
    boolean hasRoom(ClassArchive archive) {
        return kept(parent(archive.folder())).stream().filter(Kept::isOwn).count() < MOST;
    }

    /** Deletes those of no version, those that no start has used for long, and what is too much. */
    void sweep(ClassArchive archive) {
        long now = around.clock().millis();
        Set<String> wanted =
                living.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        int count = 0;
        long bytes = 0;
        for (Kept each : kept(parent(archive.folder()))) {
            boolean keeps = !each.isOwn() || wanted.contains(each.name());
            if (each.isOwn() && keeps) {
                keeps = ++count <= MOST && (bytes += each.bytes()) <= MOST_BYTES;
            }
            if (each.usedMillis() < now - UNUSED.toMillis()
                    || !keeps
                            && Math.max(each.usedMillis(), openedMillis)
                                    < now - LEFT_ALONE.toMillis()) {
                delete(each.folder());
            }
        }
    }

    /** The last used first. */
    private static List<Kept> kept(Path clients) {
        List<Kept> kept = new ArrayList<>();
        try {
            for (Path archives : folders(clients)) {
                for (Path each : folders(archives)) {
                    Path file = each.resolve(ClassArchive.FILE);
                    if (Files.isRegularFile(file)) {
                        long used = Files.getLastModifiedTime(each).toMillis();
                        kept.add(new Kept(each, used, Files.size(file)));
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

    private static Path parent(Path folder) {
        return Objects.requireNonNull(folder.getParent());
    }

    private static void delete(Path folder) {
        try {
            FileTrees.deleteIfExists(folder);
            Path parent = parent(folder);
            if (folders(parent).isEmpty()) {
                FileTrees.deleteIfExists(parent);
            }
        } catch (IOException e) {
            LOG.debug("{} stays for now", folder, e);
        }
    }
}
