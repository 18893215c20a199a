package dev.gatehouse.store;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What sweeps found that no document names, and since when: an empty file for each name, so that it
 * outlives the node. A sweep deletes only what it finds so twice, hours apart: documents that are
 * missing for a while, because the database is another one, cost nothing.
 */
public final class Unreferenced {
    /** The least time between the two. */
    public static final Duration APART = Duration.ofHours(3);

    private final Path folder;
    private final Clock clock;

    private Unreferenced(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Opens the folder of these notes, which holds nothing else; makes it when it is not there. */
    public static Unreferenced in(Path folder, Clock clock) throws IOException {
        return new Unreferenced(OwnFiles.folder(folder), clock);
    }

    /**
     * Notes that something is named by no document, and says whether it may go: when it was noted
     * at least {@link #APART} ago and has not been used since.
     *
     * @param name a file's name
     */
    public boolean isDue(String name, Instant lastUsed) throws IOException {
        Path note = folder.resolve(name);
        Instant now = clock.now();
        Optional<Instant> since = since(note);
        if (since.isEmpty()) {
            OwnFiles.create(note);
        }
        if (since.isEmpty() || since.get().isBefore(lastUsed)) {
            Files.setLastModifiedTime(note, FileTime.from(now));
            return false;
        }
        return !since.get().plus(APART).isAfter(now);
    }

    private static Optional<Instant> since(Path note) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(note).toInstant());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Forgets what is named again, and what is gone. */
    public void keepOnly(Predicate<String> unreferenced) throws IOException {
        try (Stream<Path> notes = Files.list(folder)) {
            for (Path note : (Iterable<Path>) notes::iterator) {
                if (!unreferenced.test(note.getFileName().toString())) {
                    Files.deleteIfExists(note);
                }
            }
        }
    }
}
