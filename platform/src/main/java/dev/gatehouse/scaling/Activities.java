package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.DescribeScalingActivitiesRequest;
import dev.gatehouse.aws.applicationautoscaling.DescribeScalingActivitiesResponse;
import dev.gatehouse.aws.applicationautoscaling.ScalingActivity;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The changes of capacities of the last six weeks, which DescribeScalingActivities tells. */
final class Activities {
    /** Application Auto Scaling API Reference, "DescribeScalingActivities". */
    private static final Duration KEPT = Duration.ofDays(42);

    /** Of one target. */
    private static final int MOST = 1_000;

    private final Documents<StoredActivity> documents;
    private final Clock clock;

    Activities(Store store, Clock clock) {
        this.documents = store.documents(StoredActivity.KIND);
        this.clock = clock;
    }

    /**
     * Keeps a change.
     *
     * @return its key
     */
    String add(
            Scope scope, String resourceId, int capacity, String cause, @Nullable String failure) {
        long now = clock.millis();
        String set = "provisioned concurrency to " + capacity;
        boolean failed = failure != null;
        StoredActivity activity =
                new StoredActivity(
                        UUID.randomUUID().toString(),
                        resourceId,
                        "Setting " + set + ".",
                        cause,
                        now,
                        failed ? now : null,
                        failed ? "Failed" : "InProgress",
                        failed
                                ? "Failed to set " + set + ". Reason: " + failure
                                : "Successfully set "
                                        + set
                                        + ". Waiting for change to be fulfilled by lambda.");
        // The newest first: ids in the order of what is left of all time.
        String key = "%s/%019d-%s".formatted(resourceId, Long.MAX_VALUE - now, activity.id());
        documents.insert(scope, key, activity);
        forget(scope, resourceId, now);
        return key;
    }

    private void forget(Scope scope, String resourceId, long now) {
        String oldest = "%s/%019d".formatted(resourceId, Long.MAX_VALUE - now + KEPT.toMillis());
        List<Stored<StoredActivity>> all = documents.list(scope, resourceId + "/", null, MOST + 1);
        for (int i = 0; i < all.size(); i++) {
            if (i >= MOST || all.get(i).id().compareTo(oldest) > 0) {
                documents.delete(scope, all.get(i).id());
            }
        }
    }

    /** A change is in force. */
    void fulfilled(Scope scope, String key) {
        documents.update(
                scope,
                key,
                each ->
                        each.ended(
                                clock.millis(),
                                "Successful",
                                each.message()
                                        .replace(
                                                "Waiting for change to be fulfilled by lambda.",
                                                "Change successfully fulfilled by lambda.")));
    }

    DescribeScalingActivitiesResponse describe(
            RequestContext context, DescribeScalingActivitiesRequest input) {
        if (!ScaledResource.isKnown(input.serviceNamespace(), input.scalableDimension())) {
            return DescribeScalingActivitiesResponse.builder().scalingActivities(List.of()).build();
        }
        String resource = input.resourceId();
        Scope scope = TargetCatalog.scope(context);
        List<Stored<StoredActivity>> all =
                documents.list(scope, resource == null ? "" : resource + "/", null, 10 * MOST);
        ScalingPage<Stored<StoredActivity>> page =
                ScalingPage.of(all, Stored::id, input.nextToken(), input.maxResults());
        return DescribeScalingActivitiesResponse.builder()
                .scalingActivities(page.items().stream().map(each -> view(each.value())).toList())
                .nextToken(page.next())
                .build();
    }

    private static ScalingActivity view(StoredActivity activity) {
        Long end = activity.endMillis();
        return ScalingActivity.builder()
                .activityId(activity.id())
                .serviceNamespace(ScaledResource.NAMESPACE)
                .resourceId(activity.resourceId())
                .scalableDimension(ScaledResource.DIMENSION)
                .description(activity.description())
                .cause(activity.cause())
                .startTime(Instant.ofEpochMilli(activity.startMillis()))
                .endTime(end == null ? null : Instant.ofEpochMilli(end))
                .statusCode(activity.status())
                .statusMessage(activity.message())
                .build();
    }
}
