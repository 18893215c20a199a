package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.ExecutionDetails;
import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredEvent;
import dev.gatehouse.lambda.durable.model.StoredExecution;
import dev.gatehouse.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The executions there are, and their ends before their time. */
public final class Executions {
    private final Changes changes;
    private final DurableDocuments documents;

    Executions(Changes changes, DurableDocuments documents) {
        this.changes = changes;
        this.documents = documents;
    }

    /** The execution with an ARN, while it is remembered. */
    public Optional<StoredExecution> find(ExecutionArn arn) {
        return documents
                .executions()
                .find(arn.scope(), arn.key())
                .map(Stored::value)
                .filter(
                        found ->
                                found.id().equals(arn.id())
                                        && found.version().equals(arn.version()));
    }

    /** How a closed execution ended. */
    public Outcome outcome(ExecutionArn arn, StoredExecution execution) {
        String event = DurableDocuments.eventId(arn.key(), execution.progress().endEvent());
        StoredEvent end = documents.events().find(arn.scope(), event).orElseThrow().value();
        return Outcome.of(execution.progress().status(), end.view());
    }

    /** What an execution was begun with. */
    public @Nullable String input(ExecutionArn arn) {
        return documents
                .operations()
                .find(arn.scope(), arn.key() + '/' + arn.id())
                .map(first -> first.value().view().executionDetails())
                .map(ExecutionDetails::inputPayload)
                .orElse(null);
    }

    /**
     * A page of an execution's history, as AWS writes events.
     *
     * @param next the number of the event that the next page begins with; null when there is none
     */
    public record History(List<Map<String, Object>> events, @Nullable String next) {}

    /**
     * @param marker where the page begins; null for the first
     * @param most how many events it may have
     * @param backwards whether the last event comes first
     */
    public History history(
            ExecutionArn arn,
            StoredExecution execution,
            @Nullable String marker,
            @Nullable Integer most,
            boolean backwards) {
        int last = execution.progress().events();
        int size = Marker.size(most, 100);
        int from = Marker.of(marker, backwards ? last : 1);
        List<Map<String, Object>> events = new ArrayList<>();
        int number = from;
        int step = backwards ? -1 : 1;
        for (; number >= 1 && number <= last && events.size() < size; number += step) {
            documents
                    .events()
                    .find(arn.scope(), DurableDocuments.eventId(arn.key(), number))
                    .ifPresent(event -> events.add(event.value().event()));
        }
        boolean more = number >= 1 && number <= last;
        return new History(events, more ? String.valueOf(number) : null);
    }

    /**
     * Ends an execution, unless it has ended.
     *
     * @return when it ended
     */
    public Instant stop(ExecutionArn arn, @Nullable ErrorObject error) {
        ErrorObject why =
                error == null
                        ? ErrorObject.builder()
                                .errorMessage("Execution stopped by user request")
                                .build()
                        : error;
        return changes.transact(
                within -> {
                    Execution execution = within.find(arn.scope(), arn.key());
                    if (execution == null || !execution.arn().equals(arn)) {
                        throw DurableErrors.noSuchExecution();
                    }
                    if (!execution.isClosed()) {
                        Endings.close(execution, Operations.STOPPED, null, why);
                        execution.save();
                    }
                    Long end = execution.progress().endMillis();
                    return Instant.ofEpochMilli(end == null ? 0 : end);
                });
    }
}
