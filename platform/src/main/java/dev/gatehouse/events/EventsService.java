package dev.gatehouse.events;

import dev.gatehouse.aws.events.Events;
import dev.gatehouse.events.delivery.EventDeliveries;
import dev.gatehouse.events.delivery.Schedules;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;

/** EventBridge, as far as it is event buses and rules that invoke functions. */
public final class EventsService implements AutoCloseable {
    private final Store store;
    private final EventDeliveries deliveries;
    private final Schedules schedules;
    private final Clock clock;

    /**
     * @param store where rules are kept, and events until they are delivered
     * @param targets whom rules send events to
     */
    public EventsService(Store store, PushTargets targets, Clock clock) {
        this.store = store;
        this.deliveries = new EventDeliveries(store, targets, clock);
        this.schedules = new Schedules(store, deliveries, clock);
        this.clock = clock;
    }

    /** Delivers what is due, and what will be, from now on. */
    public void start() {
        deliveries.start();
        schedules.start();
    }

    /** The operations that are implemented. */
    public Service service() {
        Rules rules = new Rules(store, schedules);
        RuleTargets targets = new RuleTargets(store, rules);
        Buses buses = new Buses(store, clock);
        EventTags tags = new EventTags(store);
        return Service.of(Events.MODEL)
                .on(Events.PUT_RULE, rules::put)
                .on(Events.DESCRIBE_RULE, rules::describe)
                .on(Events.LIST_RULES, rules::list)
                .on(Events.ENABLE_RULE, rules::enable)
                .on(Events.DISABLE_RULE, rules::disable)
                .on(Events.DELETE_RULE, rules::delete)
                .on(Events.TEST_EVENT_PATTERN, rules::test)
                .on(Events.PUT_TARGETS, targets::put)
                .on(Events.REMOVE_TARGETS, targets::remove)
                .on(Events.LIST_TARGETS_BY_RULE, targets::list)
                .on(Events.LIST_RULE_NAMES_BY_TARGET, targets::names)
                .on(Events.CREATE_EVENT_BUS, buses::create)
                .on(Events.DESCRIBE_EVENT_BUS, buses::describe)
                .on(Events.LIST_EVENT_BUSES, buses::list)
                .on(Events.DELETE_EVENT_BUS, buses::delete)
                .on(Events.TAG_RESOURCE, tags::tag)
                .on(Events.UNTAG_RESOURCE, tags::untag)
                .on(Events.LIST_TAGS_FOR_RESOURCE, tags::list)
                .on(Events.PUT_EVENTS, new PutEvents(store, deliveries, clock)::handle)
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        schedules.close();
        deliveries.close();
    }
}
