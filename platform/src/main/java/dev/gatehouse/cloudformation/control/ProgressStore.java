package dev.gatehouse.cloudformation.control;

import dev.gatehouse.cloudformation.control.Progress.Outcome;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The requests of the last week, which is as long as AWS tells of them. */
final class ProgressStore {
    private static final Kind<Progress> REQUESTS =
            new Kind<>("cloudcontrol.request", Progress.class);
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Documents<Progress> documents;
    private final Clock clock;

    ProgressStore(Store store, Clock clock) {
        this.documents = store.documents(REQUESTS);
        this.clock = clock;
    }

    Optional<Progress> find(Scope scope, String token) {
        return documents.find(scope, token).map(Stored::value);
    }

    Optional<Progress> byClient(Scope scope, String client) {
        return all(scope).stream().filter(each -> client.equals(each.client())).findFirst();
    }

    /** All, latest first. */
    List<Progress> all(Scope scope) {
        return documents.list(scope, "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .sorted(Comparator.comparing((Progress each) -> each.outcome().at()).reversed())
                .toList();
    }

    void insert(Scope scope, Progress progress) {
        Instant oldest = clock.now().minus(REMEMBERED);
        for (Progress old : all(scope)) {
            if (old.isOver() && old.outcome().at().isBefore(oldest)) {
                documents.delete(scope, old.token());
            }
        }
        documents.insert(scope, progress.token(), progress);
    }

    void end(Scope scope, Progress progress) {
        documents.update(scope, progress.token(), _ -> progress);
    }

    /** Those that a node left when it ended have failed: what they made is not known. */
    void failInterrupted() {
        documents.forEach(
                (scope, stored) -> {
                    Progress left = stored.value();
                    if (!left.isOver()) {
                        Outcome failed =
                                new Outcome(
                                        "FAILED",
                                        clock.now(),
                                        null,
                                        "The node stopped in the middle of the request",
                                        "InternalFailure");
                        end(scope, left.with(left.identifier(), failed));
                    }
                });
    }
}
