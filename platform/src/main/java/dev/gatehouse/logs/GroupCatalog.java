package dev.gatehouse.logs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.logs.files.GroupLog;
import dev.gatehouse.logs.files.LogFiles;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The log groups of every account and region: their documents, and the way to their events. */
final class GroupCatalog {
    /** After how many days the events of groups expire that services make: CloudTrail's 90. */
    private static final Map<String, Integer> OF_SERVICES = Map.of("/aws/cloudtrail", 90);

    private static final long DAY_MILLIS = 86_400_000L;

    /** What one group may take on the disk; a runaway writer loses its own oldest events. */
    private static final long GROUP_BYTES_MAX = 1L << 30;

    /** How long a writer relies on what it knows of a group; this node's changes show at once. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    private static final int RECENT_MAX = 10_000;

    private final Documents<LogGroup> documents;
    private final LogFiles files;
    private final Clock clock;
    private final Cache<GroupName, LogGroup> recent =
            Caffeine.newBuilder().maximumSize(RECENT_MAX).expireAfterWrite(RECENT).build();

    GroupCatalog(Store store, LogFiles files, Clock clock) {
        this.documents = store.documents(LogGroup.KIND);
        this.files = files;
        this.clock = clock;
    }

    Optional<LogGroup> find(Scope scope, String name) {
        return documents.find(scope, name).map(Stored::value);
    }

    /** The group of this name, made when there is none: for writers, who ask often. */
    LogGroup findOrCreate(Scope scope, String name) {
        return recent.get(new GroupName(scope, name), key -> readOrCreate(scope, name));
    }

    private LogGroup readOrCreate(Scope scope, String name) {
        Optional<LogGroup> found = find(scope, name);
        if (found.isPresent()) {
            return found.get();
        }
        create(scope, name, Map.of(), null);
        Integer days = OF_SERVICES.get(name);
        if (days != null) {
            update(scope, name, made -> made.withRetention(days));
        }
        return find(scope, name).orElseThrow(LogErrors::noGroup);
    }

    List<LogGroup> list(Scope scope, String prefix, @Nullable String after, int limit) {
        return documents.list(scope, prefix, after, limit).stream().map(Stored::value).toList();
    }

    /** Adds a group; false when there is one of this name. */
    boolean create(
            Scope scope, String name, Map<String, String> tags, @Nullable String logGroupClass) {
        LogGroup group =
                new LogGroup(
                        name,
                        clock.millis(),
                        null,
                        tags,
                        UUID.randomUUID().toString(),
                        logGroupClass == null ? "STANDARD" : logGroupClass);
        try {
            documents.insert(scope, name, group);
            return true;
        } catch (DuplicateDocumentException e) {
            return false;
        }
    }

    /** Changes a group; rejects when there is none. */
    LogGroup update(Scope scope, String name, UnaryOperator<LogGroup> change) {
        return documents
                .update(scope, name, change)
                .map(Stored::value)
                .orElseThrow(LogErrors::noGroup);
    }

    /** Deletes a group and its events; false when there is none. */
    boolean delete(Scope scope, String name) {
        Optional<LogGroup> group = find(scope, name);
        if (group.isEmpty() || !documents.delete(scope, name)) {
            return false;
        }
        recent.invalidate(new GroupName(scope, name));
        files.delete(group.get().folder());
        return true;
    }

    GroupLog events(LogGroup group) {
        try {
            return files.group(group.folder());
        } catch (UncheckedIOException problem) {
            if (problem.getCause() instanceof NoSuchFileException) {
                throw LogErrors.noGroup();
            }
            throw problem;
        }
    }

    /** The time before which a group's events have expired. */
    long expiredBeforeMillis(LogGroup group) {
        Integer days = group.retentionDays();
        return days == null ? 0 : clock.millis() - days * DAY_MILLIS;
    }

    /**
     * Frees the space of expired events. A group that was not written to since the start, and whose
     * events do not expire, has nothing to free: it is not even opened.
     */
    void clean() {
        documents.forEach(
                (scope, document) -> {
                    LogGroup group = document.value();
                    if (group.retentionDays() != null || files.isOpen(group.folder())) {
                        trim(group);
                    }
                });
    }

    void trim(LogGroup group) {
        events(group).trim(expiredBeforeMillis(group), GROUP_BYTES_MAX);
    }

    /** Deletes folders that a killed node did not finish deleting; only at start. */
    void deleteOrphans() {
        Set<String> folders = new HashSet<>();
        documents.forEach((scope, document) -> folders.add(document.value().folder()));
        files.sweep(folders, clock);
    }

    private record GroupName(Scope scope, String name) {}
}
