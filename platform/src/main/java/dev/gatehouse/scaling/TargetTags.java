package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.ListTagsForResourceRequest;
import dev.gatehouse.aws.applicationautoscaling.ListTagsForResourceResponse;
import dev.gatehouse.aws.applicationautoscaling.TagResourceRequest;
import dev.gatehouse.aws.applicationautoscaling.TagResourceResponse;
import dev.gatehouse.aws.applicationautoscaling.UntagResourceRequest;
import dev.gatehouse.aws.applicationautoscaling.UntagResourceResponse;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tags of scalable targets. */
final class TargetTags {
    private final TargetCatalog targets;

    TargetTags(TargetCatalog targets) {
        this.targets = targets;
    }

    /** The same; rejects what no resource may be tagged with. */
    static Map<String, String> checked(@Nullable Map<String, String> tags) {
        Map<String, String> all = tags == null ? Map.of() : tags;
        TagViolation.of(all)
                .ifPresent(
                        violation -> {
                            throw ScalingErrors.tags(violation);
                        });
        return all;
    }

    TagResourceResponse tag(RequestContext context, TagResourceRequest input) {
        Scope scope = TargetCatalog.scope(context);
        targets.update(
                scope,
                resourceId(scope, input.resourceARN()),
                each -> {
                    Map<String, String> tags = new HashMap<>(each.tags());
                    tags.putAll(input.tags());
                    return each.tagged(checked(tags));
                });
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(RequestContext context, UntagResourceRequest input) {
        Scope scope = TargetCatalog.scope(context);
        targets.update(
                scope,
                resourceId(scope, input.resourceARN()),
                each -> {
                    Map<String, String> tags = new HashMap<>(each.tags());
                    tags.keySet().removeAll(input.tagKeys());
                    return each.tagged(tags);
                });
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse list(RequestContext context, ListTagsForResourceRequest input) {
        Scope scope = TargetCatalog.scope(context);
        String arn = input.resourceARN();
        StoredTarget target =
                targets.byArn(scope, arn).orElseThrow(() -> ScalingErrors.noResource(arn));
        return ListTagsForResourceResponse.builder().tags(new TreeMap<>(target.tags())).build();
    }

    private String resourceId(Scope scope, String arn) {
        return targets.byArn(scope, arn)
                .orElseThrow(() -> ScalingErrors.noResource(arn))
                .resourceId();
    }
}
