package dev.gatehouse.events;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.events.CreateEventBusRequest;
import dev.gatehouse.aws.events.CreateEventBusResponse;
import dev.gatehouse.aws.events.DeleteEventBusRequest;
import dev.gatehouse.aws.events.DescribeEventBusRequest;
import dev.gatehouse.aws.events.DescribeEventBusResponse;
import dev.gatehouse.aws.events.EventBus;
import dev.gatehouse.aws.events.ListEventBusesRequest;
import dev.gatehouse.aws.events.ListEventBusesResponse;
import dev.gatehouse.events.model.StoredBus;
import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The operations on event buses. */
final class Buses {
    private static final int PAGE = 100;

    /** A quota that can be raised on AWS. */
    private static final int MOST = 100;

    private final Store store;
    private final Clock clock;

    Buses(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    CreateEventBusResponse create(RequestContext context, CreateEventBusRequest input) {
        EventErrors.reject("EventSourceName", input.eventSourceName());
        EventErrors.reject("KmsKeyIdentifier", input.kmsKeyIdentifier());
        EventErrors.reject("DeadLetterConfig", input.deadLetterConfig());
        EventErrors.reject("LogConfig", input.logConfig());
        Scope scope = BusNames.scope(context);
        Map<String, String> tags = EventTags.of(input.tags());
        if (input.name().contains("/")) {
            throw EventErrors.validation(
                    "Event bus name must not contain '/' characters: " + input.name());
        }
        StoredBus bus = new StoredBus(input.name(), input.description(), clock.now(), tags);
        if (bus.name().equals(StoredBus.DEFAULT)) {
            throw exists(bus.name());
        }
        EventErrors.requireRoom(store.documents(StoredBus.KIND).count(scope, ""), MOST);
        try {
            store.documents(StoredBus.KIND).insert(scope, bus.name(), bus);
        } catch (DuplicateDocumentException e) {
            throw exists(bus.name());
        }
        return CreateEventBusResponse.builder()
                .eventBusArn(BusNames.arn(scope, bus.name()))
                .description(bus.description())
                .build();
    }

    private static ServiceException exists(String name) {
        return new ServiceException(
                "ResourceAlreadyExistsException", 400, "Event bus " + name + " already exists.");
    }

    DescribeEventBusResponse describe(RequestContext context, DescribeEventBusRequest input) {
        Scope scope = BusNames.scope(context);
        String name = BusNames.existing(store, scope, input.name());
        DescribeEventBusResponse.Builder response =
                DescribeEventBusResponse.builder().name(name).arn(BusNames.arn(scope, name));
        store.documents(StoredBus.KIND)
                .find(scope, name)
                .map(Stored::value)
                .ifPresent(
                        bus ->
                                response.description(bus.description())
                                        .creationTime(bus.createdAt())
                                        .lastModifiedTime(bus.createdAt()));
        return response.build();
    }

    ListEventBusesResponse list(RequestContext context, ListEventBusesRequest input) {
        Scope scope = BusNames.scope(context);
        String prefix = Objects.requireNonNullElse(input.namePrefix(), "");
        int most = Objects.requireNonNullElse(input.limit(), PAGE);
        String after = Objects.requireNonNullElse(input.nextToken(), "");
        List<String> names =
                Stream.concat(
                                Stream.of(StoredBus.DEFAULT),
                                store
                                        .documents(StoredBus.KIND)
                                        .list(scope, "", null, Integer.MAX_VALUE)
                                        .stream()
                                        .map(bus -> bus.value().name()))
                        .filter(name -> name.startsWith(prefix))
                        .sorted()
                        .filter(name -> name.compareTo(after) > 0)
                        .toList();
        List<String> page = names.subList(0, Math.min(most, names.size()));
        return ListEventBusesResponse.builder()
                .eventBuses(
                        page.stream()
                                .map(
                                        name ->
                                                EventBus.builder()
                                                        .name(name)
                                                        .arn(BusNames.arn(scope, name))
                                                        .build())
                                .toList())
                .nextToken(page.size() < names.size() ? page.getLast() : null)
                .build();
    }

    Empty delete(RequestContext context, DeleteEventBusRequest input) {
        Scope scope = BusNames.scope(context);
        if (input.name().equals(StoredBus.DEFAULT)) {
            throw EventErrors.validation("Cannot delete event bus default.");
        }
        store.transact(
                tx -> {
                    String rules = StoredRule.id(input.name(), "");
                    if (tx.documents(StoredRule.KIND).count(scope, rules) > 0) {
                        throw EventErrors.validation(
                                "Event bus can't be deleted since it has rules.");
                    }
                    return tx.documents(StoredBus.KIND).delete(scope, input.name());
                });
        return Empty.EMPTY;
    }
}
