package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.ListTagsForResourceInput;
import dev.gatehouse.aws.cloudwatch.ListTagsForResourceOutput;
import dev.gatehouse.aws.cloudwatch.Tag;
import dev.gatehouse.aws.cloudwatch.TagResourceInput;
import dev.gatehouse.aws.cloudwatch.TagResourceOutput;
import dev.gatehouse.aws.cloudwatch.UntagResourceInput;
import dev.gatehouse.aws.cloudwatch.UntagResourceOutput;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.util.HashMap;
import java.util.Map;

/** The operations on the tags of alarms. */
final class AlarmTags {
    private final Documents<StoredAlarm> documents;

    AlarmTags(Store store) {
        this.documents = store.documents(StoredAlarm.KIND);
    }

    ListTagsForResourceOutput list(RequestContext context, ListTagsForResourceInput input) {
        Scope scope = MetricNames.scope(context);
        Map<String, String> tags =
                documents
                        .find(scope, name(scope, input.resourceARN()))
                        .orElseThrow(() -> MetricErrors.noAlarm(input.resourceARN()))
                        .value()
                        .tags();
        return ListTagsForResourceOutput.builder()
                .tags(
                        tags.entrySet().stream()
                                .map(
                                        each ->
                                                Tag.builder()
                                                        .key(each.getKey())
                                                        .value(each.getValue())
                                                        .build())
                                .toList())
                .build();
    }

    TagResourceOutput tag(RequestContext context, TagResourceInput input) {
        Scope scope = MetricNames.scope(context);
        boolean found =
                documents
                        .update(
                                scope,
                                name(scope, input.resourceARN()),
                                alarm -> {
                                    Map<String, String> tags = new HashMap<>(alarm.tags());
                                    tags.putAll(Alarms.tags(input.tags()));
                                    return alarm.withTags(tags);
                                })
                        .isPresent();
        if (!found) {
            throw MetricErrors.noAlarm(input.resourceARN());
        }
        return TagResourceOutput.builder().build();
    }

    UntagResourceOutput untag(RequestContext context, UntagResourceInput input) {
        Scope scope = MetricNames.scope(context);
        boolean found =
                documents
                        .update(
                                scope,
                                name(scope, input.resourceARN()),
                                alarm -> {
                                    Map<String, String> tags = new HashMap<>(alarm.tags());
                                    input.tagKeys().forEach(tags::remove);
                                    return alarm.withTags(tags);
                                })
                        .isPresent();
        if (!found) {
            throw MetricErrors.noAlarm(input.resourceARN());
        }
        return UntagResourceOutput.builder().build();
    }

    private static String name(Scope scope, String arn) {
        String prefix = Alarms.arn(scope, "");
        if (!arn.startsWith(prefix)) {
            throw MetricErrors.noAlarm(arn);
        }
        return arn.substring(prefix.length());
    }
}
