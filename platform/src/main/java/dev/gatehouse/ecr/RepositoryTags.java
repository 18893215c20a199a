package dev.gatehouse.ecr;

import dev.gatehouse.aws.ecr.ListTagsForResourceRequest;
import dev.gatehouse.aws.ecr.ListTagsForResourceResponse;
import dev.gatehouse.aws.ecr.Tag;
import dev.gatehouse.aws.ecr.TagResourceRequest;
import dev.gatehouse.aws.ecr.TagResourceResponse;
import dev.gatehouse.aws.ecr.UntagResourceRequest;
import dev.gatehouse.aws.ecr.UntagResourceResponse;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tags of repositories. */
final class RepositoryTags {
    private final RepositoryCatalog repositories;

    RepositoryTags(RepositoryCatalog repositories) {
        this.repositories = repositories;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        Map<String, String> tags = new HashMap<>();
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
                            throw EcrErrors.tags(violation);
                        });
    }

    TagResourceResponse tag(RequestContext context, TagResourceRequest input) {
        Map<String, String> more = of(input.tags());
        repositories.update(
                scope(context),
                null,
                name(input.resourceArn()),
                each -> {
                    Map<String, String> tags = new HashMap<>(each.tags());
                    tags.putAll(more);
                    check(tags);
                    return each.tagged(tags);
                });
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(RequestContext context, UntagResourceRequest input) {
        repositories.update(
                scope(context),
                null,
                name(input.resourceArn()),
                each -> {
                    Map<String, String> tags = new HashMap<>(each.tags());
                    tags.keySet().removeAll(input.tagKeys());
                    return each.tagged(tags);
                });
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse list(RequestContext context, ListTagsForResourceRequest input) {
        Map<String, String> tags =
                repositories.require(scope(context), null, name(input.resourceArn())).tags();
        return ListTagsForResourceResponse.builder()
                .tags(
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

    private static String name(String arn) {
        return RepositoryCatalog.name(arn)
                .orElseThrow(() -> EcrErrors.invalid("resourceArn", "Invalid ARN"));
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
