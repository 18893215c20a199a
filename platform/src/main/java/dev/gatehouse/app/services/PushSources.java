package dev.gatehouse.app.services;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.events.EventsService;
import dev.gatehouse.events.scheduler.SchedulerService;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.s3.S3Service;
import dev.gatehouse.s3.object.ObjectRights;
import dev.gatehouse.store.Store;
import java.nio.file.Path;

/** The services that send events to functions by themselves: S3, EventBridge and its Scheduler. */
public final class PushSources implements AutoCloseable {
    private final S3Service objects;
    private final EventsService events;
    private final SchedulerService schedules;

    /**
     * @param folder where the contents of objects are kept
     * @param rights what policies say of one object among several
     * @param services what schedules call
     * @param roles in whose name they do
     */
    public PushSources(
            Store store,
            Path folder,
            ObjectRights rights,
            PushTargets targets,
            AwsServices services,
            ServiceRoles roles,
            Clock clock) {
        this.objects = new S3Service(store, folder, rights, targets, clock);
        this.events = new EventsService(store, targets, clock);
        this.schedules = new SchedulerService(store, services, roles, clock);
    }

    public S3Service objects() {
        return objects;
    }

    public EventsService events() {
        return events;
    }

    public SchedulerService schedules() {
        return schedules;
    }

    /** Sends what waits, and what will, from now on: functions have to be there. */
    public void start() {
        objects.start();
        events.start();
        schedules.start();
    }

    @Override
    public void close() throws InterruptedException {
        schedules.close();
        events.close();
        objects.close();
    }
}
