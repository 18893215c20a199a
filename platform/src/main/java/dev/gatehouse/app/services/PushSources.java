package dev.gatehouse.app.services;

import dev.gatehouse.events.EventsService;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.s3.S3Service;
import dev.gatehouse.s3.object.ObjectRights;
import dev.gatehouse.store.Store;
import java.nio.file.Path;

/** The services that send events to functions by themselves: S3 and EventBridge. */
public final class PushSources implements AutoCloseable {
    private final S3Service objects;
    private final EventsService events;

    /**
     * @param folder where the contents of objects are kept
     * @param rights what policies say of one object among several
     */
    public PushSources(
            Store store, Path folder, ObjectRights rights, PushTargets targets, Clock clock) {
        this.objects = new S3Service(store, folder, rights, targets, clock);
        this.events = new EventsService(store, targets, clock);
    }

    public S3Service objects() {
        return objects;
    }

    public EventsService events() {
        return events;
    }

    /** Sends what waits, and what will, from now on: functions have to be there. */
    public void start() {
        objects.start();
        events.start();
    }

    @Override
    public void close() throws InterruptedException {
        events.close();
        objects.close();
    }
}
