package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.bucket.BucketPolicies;
import dev.gatehouse.s3.bucket.BucketSettings;
import dev.gatehouse.s3.bucket.Buckets;
import dev.gatehouse.s3.bucket.FixedSettings;
import dev.gatehouse.s3.bucket.LifecycleRules;
import dev.gatehouse.s3.content.ReleasedContents;
import dev.gatehouse.s3.listing.ListObjects;
import dev.gatehouse.s3.listing.ListVersions;
import dev.gatehouse.s3.multipart.MultipartUploads;
import dev.gatehouse.s3.multipart.UploadCatalog;
import dev.gatehouse.s3.notification.BucketNotifications;
import dev.gatehouse.s3.notification.Notifications;
import dev.gatehouse.s3.object.CopyObject;
import dev.gatehouse.s3.object.DeleteObjects;
import dev.gatehouse.s3.object.ObjectCatalog;
import dev.gatehouse.s3.object.ObjectRights;
import dev.gatehouse.s3.object.ObjectTagging;
import dev.gatehouse.s3.object.PutObject;
import dev.gatehouse.s3.object.ReadObjects;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slice of S3 that deployment tools need. */
public final class S3Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S3Service.class);
    private static final Duration SWEEP_PERIOD = Duration.ofHours(1);
    private static final Duration DROP_PERIOD = Duration.ofMinutes(1);

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final UploadCatalog uploads;
    private final ReleasedContents released;
    private final ObjectRights rights;
    private final Notifications notifications;
    private final Clock clock;
    private final Thread sweeper;

    /**
     * @param store where buckets and objects are kept
     * @param folder where contents are kept, and nothing else; made when it is not there
     * @param rights what policies say of what operations do beside
     * @param targets whom buckets notify
     */
    public S3Service(
            Store store, Path folder, ObjectRights rights, PushTargets targets, Clock clock) {
        this.rights = rights;
        this.buckets = new BucketCatalog(store);
        Blobs blobs = Blobs.open(folder, clock);
        this.released = new ReleasedContents(store, blobs, clock);
        this.notifications = new Notifications(store, targets, clock);
        this.objects = new ObjectCatalog(store, blobs, released, notifications);
        this.uploads = new UploadCatalog(store, released);
        this.clock = clock;
        this.sweeper = Thread.ofVirtual().name("s3-sweeper").start(this::sweepForEver);
    }

    /** Notifies, from now on, of what changes, and of what did before and was not told. */
    public void start() {
        notifications.start();
    }

    /** The buckets and objects, for decisions about them. */
    public ServiceAccess access() {
        return new BucketAccess(buckets, objects, clock);
    }

    /** The operations that are implemented. */
    public Service service() {
        Buckets operations = new Buckets(buckets, clock);
        ReadObjects reads = new ReadObjects(buckets, objects, rights);
        ObjectTagging tags = new ObjectTagging(buckets, objects);
        DeleteObjects deletes = new DeleteObjects(buckets, objects, rights, clock);
        ListObjects lists = new ListObjects(buckets, objects);
        MultipartUploads multipart = new MultipartUploads(buckets, objects, uploads, clock);
        Service.Builder service =
                Service.of(S3.MODEL)
                        .inspecting(
                                (_, input) -> {
                                    UnsupportedMembers.reject(input);
                                    RequestLimits.check(input);
                                })
                        .on(S3.CREATE_BUCKET, operations::create)
                        .on(S3.HEAD_BUCKET, operations::head)
                        .on(S3.DELETE_BUCKET, operations::delete)
                        .on(S3.LIST_BUCKETS, operations::list)
                        .onStream(S3.PUT_OBJECT, new PutObject(buckets, objects, clock)::handle)
                        .on(S3.COPY_OBJECT, new CopyObject(buckets, objects, clock)::handle)
                        .on(S3.GET_OBJECT, reads::get)
                        .on(S3.HEAD_OBJECT, reads::head)
                        .on(S3.GET_OBJECT_TAGGING, tags::get)
                        .on(S3.PUT_OBJECT_TAGGING, tags::put)
                        .on(S3.DELETE_OBJECT_TAGGING, tags::delete)
                        .on(S3.DELETE_OBJECT, deletes::one)
                        .on(S3.DELETE_OBJECTS, deletes::many)
                        .on(S3.LIST_OBJECTS_V2, lists::v2)
                        .on(S3.LIST_OBJECTS, lists::v1)
                        .on(S3.LIST_OBJECT_VERSIONS, new ListVersions(buckets, objects)::handle)
                        .on(S3.CREATE_MULTIPART_UPLOAD, multipart::create)
                        .onStream(S3.UPLOAD_PART, multipart::uploadPart)
                        .on(S3.UPLOAD_PART_COPY, multipart::copyPart)
                        .on(S3.COMPLETE_MULTIPART_UPLOAD, multipart::complete)
                        .on(S3.ABORT_MULTIPART_UPLOAD, multipart::abort)
                        .on(S3.LIST_PARTS, multipart::listParts);
        new FixedSettings(buckets).addTo(service);
        new BucketSettings(buckets).addTo(service);
        new BucketPolicies(buckets).addTo(service);
        new LifecycleRules(buckets).addTo(service);
        new BucketNotifications(buckets, notifications).addTo(service);
        return service.build();
    }

    @Override
    public void close() throws InterruptedException {
        sweeper.interrupt();
        notifications.close();
    }

    private void sweepForEver() {
        try {
            for (long minute = 1; true; minute++) {
                Thread.sleep(DROP_PERIOD);
                sweep(minute % SWEEP_PERIOD.toMinutes() == 0);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /**
     * @param all whether contents are looked for, too, that no version is known to have named
     */
    private void sweep(boolean all) {
        try {
            released.drop(objects::live);
            if (all) {
                objects.blobs().sweep(objects.live(), Blobs.Companion.NONE);
            }
        } catch (RuntimeException e) {
            LOG.warn("contents of deleted objects could not be deleted", e);
        }
    }
}
