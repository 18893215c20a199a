package dev.gatehouse.ecr;

import dev.gatehouse.aws.ecr.ListTagsForResourceRequest;
import dev.gatehouse.aws.ecr.ListTagsForResourceResponse;
import dev.gatehouse.aws.ecr.Tag;
import dev.gatehouse.aws.ecr.TagResourceRequest;
import dev.gatehouse.aws.ecr.TagResourceResponse;
import dev.gatehouse.aws.ecr.UntagResourceRequest;
import dev.gatehouse.aws.ecr.UntagResourceResponse;
import dev.gatehouse.kernel.ServiceTags;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tags of repositories. */
final class RepositoryTags {
    private static final ServiceTags RULES = new ServiceTags(EcrErrors::tags);

    private final RepositoryCatalog repositories;

    RepositoryTags(RepositoryCatalog repositories) {
        this.repositories = repositories;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        return RULES.of(asked, Tag::key, Tag::value);
    }

    TagResourceResponse tag(RequestContext context, TagResourceRequest input) {
        Map<String, String> more = of(input.tags());
        repositories.update(
                scope(context),
                null,
                name(input.resourceArn()),
                each -> each.tagged(RULES.added(each.tags(), more)));
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(RequestContext context, UntagResourceRequest input) {
        repositories.update(
                scope(context),
                null,
                name(input.resourceArn()),
                each -> each.tagged(ServiceTags.without(each.tags(), input.tagKeys())));
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse list(RequestContext context, ListTagsForResourceRequest input) {
        Map<String, String> tags =
                repositories.require(scope(context), null, name(input.resourceArn())).tags();
        return ListTagsForResourceResponse.builder()
                .tags(
                        ServiceTags.shown(
                                tags, (key, value) -> Tag.builder().key(key).value(value).build()))
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
