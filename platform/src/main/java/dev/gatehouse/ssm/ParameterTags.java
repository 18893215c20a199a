package dev.gatehouse.ssm;

import dev.gatehouse.aws.ssm.AddTagsToResourceRequest;
import dev.gatehouse.aws.ssm.AddTagsToResourceResult;
import dev.gatehouse.aws.ssm.ListTagsForResourceRequest;
import dev.gatehouse.aws.ssm.ListTagsForResourceResult;
import dev.gatehouse.aws.ssm.RemoveTagsFromResourceRequest;
import dev.gatehouse.aws.ssm.RemoveTagsFromResourceResult;
import dev.gatehouse.aws.ssm.Tag;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.ServiceTags;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tags of parameters; of what else Systems Manager tags, this node has nothing. */
final class ParameterTags {
    private static final String PARAMETER = "Parameter";

    private static final ServiceTags RULES = new ServiceTags(ParameterTags::rejection);

    private final ParameterCatalog parameters;

    ParameterTags(ParameterCatalog parameters) {
        this.parameters = parameters;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        return RULES.of(asked, Tag::key, Tag::value);
    }

    private static ServiceException rejection(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany(_, int most) ->
                    SsmErrors.of(
                            "TooManyTagsError", "A resource can have a maximum of %d tags.", most);
            case TagViolation.ReservedKey _ ->
                    SsmErrors.invalid("aws: prefixed tag keys are reserved for system use.");
            case TagViolation.InvalidKey(String key) ->
                    SsmErrors.invalid("The tag key %s is not valid.", key);
            case TagViolation.InvalidValue(_, String value) ->
                    SsmErrors.invalid("The tag value %s is not valid.", value);
        };
    }

    AddTagsToResourceResult add(RequestContext context, AddTagsToResourceRequest input) {
        requireParameter(input.resourceType());
        Map<String, String> more = of(input.tags());
        update(context, input.resourceId(), tags -> RULES.added(tags, more));
        return AddTagsToResourceResult.builder().build();
    }

    RemoveTagsFromResourceResult remove(
            RequestContext context, RemoveTagsFromResourceRequest input) {
        requireParameter(input.resourceType());
        update(context, input.resourceId(), tags -> ServiceTags.without(tags, input.tagKeys()));
        return RemoveTagsFromResourceResult.builder().build();
    }

    ListTagsForResourceResult list(RequestContext context, ListTagsForResourceRequest input) {
        requireParameter(input.resourceType());
        Scope scope = new Scope(context.account(), context.region());
        Map<String, String> tags =
                parameters
                        .find(scope, ParameterName.of(input.resourceId()).name())
                        .orElseThrow(SsmErrors::noResource)
                        .tags();
        return ListTagsForResourceResult.builder()
                .tagList(
                        ServiceTags.shown(
                                tags, (key, value) -> Tag.builder().key(key).value(value).build()))
                .build();
    }

    private void update(
            RequestContext context, String resource, UnaryOperator<Map<String, String>> change) {
        Scope scope = new Scope(context.account(), context.region());
        boolean found =
                parameters
                        .update(
                                scope,
                                ParameterName.of(resource).name(),
                                each -> each.tagged(change.apply(each.tags())))
                        .isPresent();
        if (!found) {
            throw SsmErrors.noResource();
        }
    }

    private static void requireParameter(String type) {
        if (!type.equals(PARAMETER)) {
            throw SsmErrors.of(
                    "InvalidResourceType", "The resource type %s is not supported.", type);
        }
    }
}
