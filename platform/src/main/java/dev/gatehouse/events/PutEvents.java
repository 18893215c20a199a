package dev.gatehouse.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.events.PutEventsRequest;
import dev.gatehouse.aws.events.PutEventsRequestEntry;
import dev.gatehouse.aws.events.PutEventsResponse;
import dev.gatehouse.aws.events.PutEventsResultEntry;
import dev.gatehouse.events.delivery.EventDeliveries;
import dev.gatehouse.events.delivery.EventEnvelope;
import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.events.pattern.EventJson;
import dev.gatehouse.events.pattern.EventPattern;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PutEvents: what it returns is kept for every target that it matched. */
final class PutEvents {
    /** Of all entries of a request (EventBridge User Guide, "Calculating event entry size"). */
    private static final int MOST_BYTES = 256 * 1024;

    private static final int TIME_BYTES = 14;

    /** What the sources of AWS's own services begin with. */
    private static final String OF_SERVICES = "aws.";

    private final Store store;
    private final EventDeliveries deliveries;
    private final Clock clock;

    PutEvents(Store store, EventDeliveries deliveries, Clock clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** An event, and the bus that it goes to. */
    private record Accepted(String bus, ObjectNode event) {}

    PutEventsResponse handle(RequestContext context, PutEventsRequest input) {
        EventErrors.reject("EndpointId", input.endpointId());
        if (input.entries().stream().mapToInt(PutEvents::size).sum() > MOST_BYTES) {
            throw EventErrors.validation(
                    "Total size of the entries in the request is over the limit.");
        }
        Scope scope = BusNames.scope(context);
        List<Accepted> accepted = new ArrayList<>();
        List<PutEventsResultEntry> results = new ArrayList<>();
        int failed = 0;
        for (PutEventsRequestEntry entry : input.entries()) {
            Optional<PutEventsResultEntry> rejected = rejection(context, entry);
            if (rejected.isPresent()) {
                results.add(rejected.get());
                failed++;
                continue;
            }
            Optional<String> bus = bus(scope, entry.eventBusName());
            ObjectNode event = event(scope, entry);
            // As on AWS: an event for a bus that is not there is taken, and matches nothing.
            bus.ifPresent(name -> accepted.add(new Accepted(name, event)));
            results.add(PutEventsResultEntry.builder().eventId(event.get("id").asText()).build());
        }
        if (!accepted.isEmpty()) {
            store.transact(tx -> match(tx, scope, accepted));
            deliveries.tell();
        }
        return PutEventsResponse.builder().failedEntryCount(failed).entries(results).build();
    }

    private static int size(PutEventsRequestEntry entry) {
        int size = entry.time() == null ? 0 : TIME_BYTES;
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(entry.source());
        texts.add(entry.detailType());
        texts.add(entry.detail());
        texts.addAll(Objects.requireNonNullElse(entry.resources(), List.of()));
        for (String text : texts) {
            size += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    private Optional<String> bus(Scope scope, @Nullable String named) {
        try {
            return Optional.of(BusNames.existing(store, scope, named));
        } catch (ServiceException absent) {
            return Optional.empty();
        }
    }

    private int match(Transaction tx, Scope scope, List<Accepted> accepted) {
        for (Accepted each : accepted) {
            tx
                    .documents(StoredRule.KIND)
                    .list(scope, StoredRule.id(each.bus(), ""), null, Integer.MAX_VALUE)
                    .stream()
                    .map(Stored::value)
                    .filter(rule -> rule.enabled() && rule.matching().pattern() != null)
                    .filter(
                            rule ->
                                    EventPattern.parse(
                                                    Objects.requireNonNull(
                                                            rule.matching().pattern()))
                                            .matches(each.event()))
                    .forEach(rule -> deliveries.add(tx, scope, rule, each.event()));
        }
        return accepted.size();
    }

    private ObjectNode event(Scope scope, PutEventsRequestEntry entry) {
        return EventEnvelope.of(
                scope,
                new EventEnvelope.Content(
                        String.valueOf(entry.detailType()),
                        String.valueOf(entry.source()),
                        Objects.requireNonNullElse(entry.time(), clock.now())
                                .truncatedTo(ChronoUnit.SECONDS),
                        Objects.requireNonNullElse(entry.resources(), List.of()),
                        detail(entry).orElseThrow()));
    }

    private static Optional<JsonNode> detail(PutEventsRequestEntry entry) {
        try {
            return Optional.of(EventJson.read(String.valueOf(entry.detail())))
                    .filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<PutEventsResultEntry> rejection(
            RequestContext context, PutEventsRequestEntry entry) {
        if (isAbsent(entry.source())) {
            return missing("Source");
        }
        if (isAbsent(entry.detailType())) {
            return missing("DetailType");
        }
        if (isAbsent(entry.detail())) {
            return missing("Detail");
        }
        String source = String.valueOf(entry.source());
        if (source.startsWith(OF_SERVICES) && !isSentBy(context, source)) {
            return rejected("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        return detail(entry).isPresent()
                ? Optional.empty()
                : rejected("MalformedDetail", "Detail is malformed.");
    }

    /** Whether it is the service itself that tells of it. */
    private static boolean isSentBy(RequestContext context, String source) {
        List<String> via = context.origin().via();
        String service = source.substring(OF_SERVICES.length()) + ".amazonaws.com";
        return !via.isEmpty() && via.getLast().equals(service);
    }

    private static boolean isAbsent(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static Optional<PutEventsResultEntry> missing(String member) {
        return rejected(
                "InvalidArgument",
                "Parameter %s is not valid. Reason: %s is a required argument."
                        .formatted(member, member));
    }

    private static Optional<PutEventsResultEntry> rejected(String code, String message) {
        return Optional.of(
                PutEventsResultEntry.builder().errorCode(code).errorMessage(message).build());
    }
}
