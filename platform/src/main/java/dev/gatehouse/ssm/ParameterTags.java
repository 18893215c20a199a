package dev.gatehouse.ssm;

import dev.gatehouse.aws.ssm.AddTagsToResourceRequest;
import dev.gatehouse.aws.ssm.AddTagsToResourceResult;
import dev.gatehouse.aws.ssm.ListTagsForResourceRequest;
import dev.gatehouse.aws.ssm.ListTagsForResourceResult;
import dev.gatehouse.aws.ssm.RemoveTagsFromResourceRequest;
import dev.gatehouse.aws.ssm.RemoveTagsFromResourceResult;
import dev.gatehouse.aws.ssm.Tag;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tags of parameters; of what else Systems Manager tags, this node has nothing. */
final class ParameterTags {
    private static final String PARAMETER = "Parameter";

    private final ParameterCatalog parameters;

    ParameterTags(ParameterCatalog parameters) {
        this.parameters = parameters;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (asked != null) {
            asked.forEach(tag -> tags.put(tag.key(), tag.value()));
        }
        check(tags);
        return tags;
    }

    private static void check(Map<String, String> tags) {
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw rejection(violation);
                        });
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
        update(
                context,
                input.resourceId(),
                tags -> {
                    tags.putAll(more);
                    check(tags);
                });
        return AddTagsToResourceResult.builder().build();
    }

    RemoveTagsFromResourceResult remove(
            RequestContext context, RemoveTagsFromResourceRequest input) {
        requireParameter(input.resourceType());
        update(context, input.resourceId(), tags -> tags.keySet().removeAll(input.tagKeys()));
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
                        new TreeMap<>(tags)
                                .entrySet().stream()
                                        .map(
                                                tag ->
                                                        Tag.builder()
                                                                .key(tag.getKey())
                                                                .value(tag.getValue())
                                                                .build())
                                        .toList())
                .build();
    }

    /** Changes a map of tags. */
    private interface Change {
        void apply(Map<String, String> tags);
    }

    private void update(RequestContext context, String resource, Change change) {
        Scope scope = new Scope(context.account(), context.region());
        boolean found =
                parameters
                        .update(
                                scope,
                                ParameterName.of(resource).name(),
                                each -> {
                                    Map<String, String> tags = new HashMap<>(each.tags());
                                    change.apply(tags);
                                    return each.tagged(tags);
                                })
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
