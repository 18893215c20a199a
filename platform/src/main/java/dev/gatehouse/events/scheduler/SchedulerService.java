package dev.gatehouse.events.scheduler;

import dev.gatehouse.aws.scheduler.Scheduler;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;

/** EventBridge Scheduler. */
public final class SchedulerService implements AutoCloseable {
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
