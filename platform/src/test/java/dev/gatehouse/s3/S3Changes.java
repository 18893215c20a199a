package dev.gatehouse.s3;

import dev.gatehouse.function.PushTargets;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.s3.notification.Notifications;
import dev.gatehouse.s3.notification.ObjectChange;
import dev.gatehouse.s3.notification.ObjectEvent;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of objects by the root, where no bucket notifies. */
public final class S3Changes {
    /** Nothing can be notified. */
    public static final PushTargets NO_TARGETS =
            new PushTargets() {
                @Override
                public Optional<String> obstacle(Source bucket, Arn target) {
                    return Optional.of("no target");
                }

                @Override
                public void send(
                        Source bucket,
                        Arn target,
                        byte[] notification,
                        @Nullable String traceHeader) {
                    throw new IllegalStateException("no target: " + target);
                }
            };

    /** An object is put. */
    public static final ObjectChange PUT =
            new ObjectChange(
                    ObjectEvent.PUT,
                    new RequestContext(
                            RequestId.next(),
                            Principal.root(AccountId.DEFAULT),
                            AccountId.DEFAULT,
                            Region.DEFAULT,
                            "127.0.0.1",
                            "localhost"));

    private S3Changes() {}

    /** Those of a store, which are not delivered. */
    public static Notifications notifications(Store store) {
        return new Notifications(store, NO_TARGETS, Clock.SYSTEM);
    }
}
