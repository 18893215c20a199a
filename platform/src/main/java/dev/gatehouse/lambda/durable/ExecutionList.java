package dev.gatehouse.lambda.durable;

import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.lambda.durable.model.DurableDocuments.Begun;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.StoredExecution;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The executions of a function in the order in which they began, page by page. */
public final class ExecutionList {
    private static final Pattern MARKER = Pattern.compile("\\d{13}/[a-zA-Z0-9_-]+");

    /** What one call looks at, however few of it are wanted: the next call goes on from there. */
    private static final int MOST_READ = 5_000;

    private static final int PAGE = 500;
    private static final int USUAL = 100;

    private final DurableDocuments documents;

    ExecutionList(DurableDocuments documents) {
        this.documents = documents;
    }

    /** An execution and what it is called. */
    public record Named(ExecutionArn arn, StoredExecution execution) {}

    /**
     * Which executions are asked for.
     *
     * @param after when they began at the earliest, itself not among them; null for ever
     * @param before when they began at the latest, itself not among them; null for now
     * @param backwards whether the one that began last comes first
     * @param others what else is asked of them
     */
    public record Wanted(
            @Nullable Instant after,
            @Nullable Instant before,
            boolean backwards,
            Predicate<Named> others) {
        private static final Instant EARLIEST = Instant.EPOCH.minusMillis(1);

        /** Begins are kept, and compared, with thirteen digits of milliseconds. */
        private static final Instant LAST = Instant.ofEpochMilli(9_999_999_999_998L);

        /** Times at which no execution can have begun stand for the nearest at which one can. */
        public Wanted {
            after = within(after);
            before = within(before);
        }

        private static @Nullable Instant within(@Nullable Instant time) {
            if (time == null) {
                return null;
            }
            return time.isAfter(LAST) ? LAST : time.isBefore(EARLIEST) ? EARLIEST : time;
        }

        /** Whether an execution is asked for. */
        public boolean has(Named named) {
            Instant start = Instant.ofEpochMilli(named.execution().progress().startMillis());
            return (after == null || start.isAfter(after))
                    && (before == null || start.isBefore(before))
                    && others.test(named);
        }

        /** Whether no execution from here on is wanted: those to come began still further on. */
        private boolean isPast(String begun) {
            long millis = Long.parseLong(begun.substring(0, begun.indexOf('/')));
            return backwards
                    ? after != null && millis < after.toEpochMilli()
                    : before != null && millis > before.toEpochMilli();
        }

        private @Nullable String first() {
            Instant from = backwards ? before : after;
            // Those that began in the same millisecond are looked at, and left out by has.
            return from == null
                    ? null
                    : "%013d".formatted(Math.max(0, from.toEpochMilli()) + (backwards ? 1 : 0));
        }
    }

    /**
     * A page of executions; it may have fewer than were asked for, even none, before the last.
     *
     * @param next where the next page begins; null when there is none
     */
    public record Page(List<Named> executions, @Nullable String next) {}

    /** The execution of a function that has a name, while it is remembered. */
    public Optional<Named> named(FunctionReference function, String name) {
        return documents
                .executions()
                .find(function.scope(), function.name() + '/' + name)
                .map(stored -> named(function, name, stored.value()));
    }

    /**
     * A page.
     *
     * @param marker where it begins; null for the first
     * @param most how many executions it may have; null for the usual number
     */
    public Page page(
            FunctionReference function,
            Wanted wanted,
            @Nullable String marker,
            @Nullable Integer most) {
        int size = Marker.size(most, USUAL);
        String prefix = function.name() + '/';
        String at = begin(marker, wanted);
        List<Named> found = new ArrayList<>();
        for (int read = 0; read < MOST_READ; read += PAGE) {
            List<Stored<Begun>> begun = begun(function, wanted, at == null ? null : prefix + at);
            for (Stored<Begun> each : begun) {
                at = each.id().substring(prefix.length());
                if (wanted.isPast(at)) {
                    return new Page(found, null);
                }
                named(function, each.value().name()).filter(wanted::has).ifPresent(found::add);
                if (found.size() == size) {
                    return new Page(found, at);
                }
            }
            if (begun.size() < PAGE) {
                return new Page(found, null);
            }
        }
        return new Page(found, at);
    }

    private static @Nullable String begin(@Nullable String marker, Wanted wanted) {
        if (marker == null || marker.isEmpty()) {
            return wanted.first();
        }
        if (!MARKER.matcher(marker).matches()) {
            throw DurableErrors.invalidMarker();
        }
        return marker;
    }

    private List<Stored<Begun>> begun(
            FunctionReference function, Wanted wanted, @Nullable String from) {
        String prefix = function.name() + '/';
        return wanted.backwards()
                ? documents.begun().listBackwards(function.scope(), prefix, from, PAGE)
                : documents.begun().list(function.scope(), prefix, from, PAGE);
    }

    private static Named named(FunctionReference function, String name, StoredExecution value) {
        return new Named(
                new ExecutionArn(
                        function.scope(), function.name(), value.version(), name, value.id()),
                value);
    }
}
