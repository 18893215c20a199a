package dev.gatehouse.events.scheduler;

import dev.gatehouse.aws.scheduler.Scheduler;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.access.TaggedResources;
import java.util.Map;
import java.util.Optional;

/** EventBridge Scheduler. */
public final class SchedulerService implements AutoCloseable {
    private static final String GROUP = "schedule-group/";

    private final Store store;
    private final TargetCalls targets;
    private final PendingCalls calls;
    private final DueSchedules due;
    private final Clock clock;

    /**
     * @param store where schedules are kept, and calls until they are made
     * @param services what schedules call; they serve when {@link #start} is called
     * @param roles in whose name
     */
    public SchedulerService(Store store, AwsServices services, ServiceRoles roles, Clock clock) {
        this.store = store;
        this.targets = new TargetCalls(services, roles);
        this.calls = new PendingCalls(store, targets, clock);
        this.due = new DueSchedules(store, calls, clock);
        this.clock = clock;
    }

    /** The operations that are implemented. */
    public Service service() {
        ScheduleGroups groups = new ScheduleGroups(store, clock);
        Schedules schedules = new Schedules(store, groups, due, new ScheduleInputs(targets, clock));
        return Service.of(Scheduler.MODEL)
                .on(Scheduler.CREATE_SCHEDULE, schedules::create)
                .on(Scheduler.GET_SCHEDULE, schedules::get)
                .on(Scheduler.UPDATE_SCHEDULE, schedules::update)
                .on(Scheduler.DELETE_SCHEDULE, schedules::delete)
                .on(Scheduler.LIST_SCHEDULES, schedules::list)
                .on(Scheduler.CREATE_SCHEDULE_GROUP, groups::create)
                .on(Scheduler.GET_SCHEDULE_GROUP, groups::get)
                .on(Scheduler.DELETE_SCHEDULE_GROUP, groups::delete)
                .on(Scheduler.LIST_SCHEDULE_GROUPS, groups::list)
                .on(Scheduler.TAG_RESOURCE, groups::tag)
                .on(Scheduler.UNTAG_RESOURCE, groups::untag)
                .on(Scheduler.LIST_TAGS_FOR_RESOURCE, groups::tags)
                .build();
    }

    /** What policies may ask about groups, as far as they are this node's. */
    public ServiceAccess access() {
        return new TaggedResources(this::tags);
    }

    private Optional<Map<String, String>> tags(Scope scope, String resource) {
        return resource.startsWith(GROUP)
                ? store.documents(StoredGroup.KIND)
                        .find(scope, resource.substring(GROUP.length()))
                        .map(group -> group.value().tags())
                : Optional.empty();
    }

    /** Calls what is due, and what will be, from now on. */
    public void start() {
        calls.start();
        due.start();
    }

    @Override
    public void close() throws InterruptedException {
        due.close();
        calls.close();
    }
}
