package dev.gatehouse.s3.notification;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.s3.GetBucketNotificationConfigurationRequest;
import dev.gatehouse.aws.s3.NotificationConfiguration;
import dev.gatehouse.aws.s3.PutBucketNotificationConfigurationRequest;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.function.PushTargets.Source;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.format.Structures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** What a bucket is to tell of its objects: the operations. */
public final class BucketNotifications {
    private static final String LAMBDA = ":lambda:";

    private final BucketCatalog buckets;
    private final Notifications notifications;

    public BucketNotifications(BucketCatalog buckets, Notifications notifications) {
        this.buckets = buckets;
        this.notifications = notifications;
    }

    public void addTo(Service.Builder service) {
        service.on(S3.PUT_BUCKET_NOTIFICATION_CONFIGURATION, this::put)
                .on(S3.GET_BUCKET_NOTIFICATION_CONFIGURATION, this::get);
    }

    private Empty put(RequestContext context, PutBucketNotificationConfigurationRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        NotificationConfiguration asked = input.notificationConfiguration();
        S3Errors.reject("EventBridgeConfiguration", asked.eventBridgeConfiguration());
        Source source = Notification.source(bucket);
        Map<String, Object> kept = new LinkedHashMap<>();
        Structures.toMap(asked.data())
                .forEach(
                        (list, configurations) -> {
                            List<Map<String, Object>> read = read(list, configurations, source);
                            if (!read.isEmpty()) {
                                kept.put(list, read);
                            }
                        });
        List<NotificationRule> rules = NotificationRule.of(kept);
        NotificationCheck.together(rules);
        if (!Boolean.TRUE.equals(input.skipDestinationValidation())) {
            NotificationCheck.targets(rules, source, notifications.targets());
        }
        buckets.set(bucket.name(), settings -> settings.notifying(kept));
        for (NotificationRule rule : rules) {
            if (!rule.target().contains(LAMBDA)) {
                notifications.test(bucket, rule.target(), context.requestId());
            }
        }
        return Empty.EMPTY;
    }

    private static List<Map<String, Object>> read(
            String list, Object configurations, Source bucket) {
        List<Map<String, Object>> read = new ArrayList<>();
        for (Map<?, ?> each : NotificationRule.maps(configurations)) {
            NotificationCheck.form(list, each, bucket);
            read.add(complete(each));
        }
        return read;
    }

    /** With an id, and the filter's names as S3 shows them. */
    private static Map<String, Object> complete(Map<?, ?> configuration) {
        Map<String, Object> complete = new LinkedHashMap<>();
        configuration.forEach((name, value) -> complete.put(String.valueOf(name), value));
        if (!(complete.get("Id") instanceof String id) || id.isEmpty()) {
            complete.put("Id", UUID.randomUUID().toString());
        }
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Map<?, ?> rule : NotificationRule.filterRules(configuration)) {
            String name = String.valueOf(rule.get("Name")).toLowerCase(Locale.ROOT);
            rules.add(
                    Map.of(
                            "Name",
                            name.equals("prefix") ? "Prefix" : "Suffix",
                            "Value",
                            String.valueOf(rule.get("Value"))));
        }
        complete.remove("Filter");
        if (!rules.isEmpty()) {
            complete.put("Filter", Map.of("Key", Map.of("FilterRules", rules)));
        }
        return complete;
    }

    private NotificationConfiguration get(
            RequestContext context, GetBucketNotificationConfigurationRequest input) {
        Map<String, Object> kept =
                buckets.get(context, input.bucket(), input.expectedBucketOwner())
                        .settings()
                        .notifications();
        return new NotificationConfiguration(
                Structures.fromMap(
                        NotificationConfiguration.builder().build().data().shape(), kept));
    }
}
