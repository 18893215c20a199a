package dev.gatehouse.cloudformation.control;

import dev.gatehouse.cloudformation.control.Progress.Outcome;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The requests of the last week, which is as long as AWS tells of them. */
final class ProgressStore {
    private static final Kind<Progress> REQUESTS =
            new Kind<>("cloudcontrol.request", Progress.class);
    private static final Kind<Named> NAMED = new Kind<>("cloudcontrol.named", Named.class);
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Store store;
    private final Documents<Progress> documents;
    private final Clock clock;

    /** When it was last looked for what is old, by whose it is. */
    private final Map<Scope, Instant> looked = new ConcurrentHashMap<>();

    /** The request that a caller's own name stands for. */
    private record Named(String token) {}

    ProgressStore(Store store, Clock clock) {
        this.store = store;
        this.documents = store.documents(REQUESTS);
        this.clock = clock;
    }

    Optional<Progress> find(Scope scope, String token) {
        return documents.find(scope, token).map(Stored::value);
    }

    /**
     * Records a request, unless its caller made it before under the same name.
     *
     * @return the request that is recorded: this one, or the one before
     */
    Progress begin(Scope scope, Progress asked) {
        forgetOld(scope);
        String client = asked.client();
        if (client == null) {
            documents.insert(scope, asked.token(), asked);
            return asked;
        }
        try {
            store.transact(
                    transaction -> {
                        transaction
                                .documents(NAMED)
                                .insert(scope, client, new Named(asked.token()));
                        return transaction.documents(REQUESTS).insert(scope, asked.token(), asked);
                    });
            return asked;
        } catch (DuplicateDocumentException made) {
            return store.documents(NAMED)
                    .find(scope, client)
                    .flatMap(named -> find(scope, named.value().token()))
                    .orElse(asked);
        }
    }

    /** All, latest first. */
    List<Progress> all(Scope scope) {
        return documents.list(scope, "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .sorted(Comparator.comparing((Progress each) -> each.outcome().at()).reversed())
                .toList();
    }

    /** Looks for what is old once an hour at most: that reads every request there is. */
    private void forgetOld(Scope scope) {
        Instant now = clock.now();
        if (looked.getOrDefault(scope, Instant.EPOCH).plus(EVERY).isAfter(now)) {
            return;
        }
        looked.put(scope, now);
        Instant oldest = now.minus(REMEMBERED);
        for (Progress old : all(scope)) {
            if (old.isOver() && old.outcome().at().isBefore(oldest)) {
                forget(scope, old);
            }
        }
    }

    private void forget(Scope scope, Progress old) {
        store.transact(
                transaction -> {
                    if (old.client() != null) {
                        transaction.documents(NAMED).delete(scope, old.client());
                    }
                    return transaction.documents(REQUESTS).delete(scope, old.token());
                });
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
