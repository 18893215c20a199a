package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.ListTagsForResourceRequest;
import dev.gatehouse.aws.applicationautoscaling.ListTagsForResourceResponse;
import dev.gatehouse.aws.applicationautoscaling.TagResourceRequest;
import dev.gatehouse.aws.applicationautoscaling.TagResourceResponse;
import dev.gatehouse.aws.applicationautoscaling.UntagResourceRequest;
import dev.gatehouse.aws.applicationautoscaling.UntagResourceResponse;
import dev.gatehouse.kernel.ServiceTags;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tags of scalable targets. */
final class TargetTags {
    private static final ServiceTags RULES = new ServiceTags(ScalingErrors::tags);

    private final TargetCatalog targets;

    TargetTags(TargetCatalog targets) {
        this.targets = targets;
    }

    /** The same; rejects what no resource may be tagged with. */
    static Map<String, String> checked(@Nullable Map<String, String> tags) {
        return RULES.checked(tags == null ? Map.of() : tags);
    }

    TagResourceResponse tag(RequestContext context, TagResourceRequest input) {
        Scope scope = TargetCatalog.scope(context);
        targets.update(
                scope,
                resourceId(scope, input.resourceARN()),
                each -> each.tagged(RULES.added(each.tags(), input.tags())));
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(RequestContext context, UntagResourceRequest input) {
        Scope scope = TargetCatalog.scope(context);
        targets.update(
                scope,
                resourceId(scope, input.resourceARN()),
                each -> each.tagged(ServiceTags.without(each.tags(), input.tagKeys())));
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
