package dev.gatehouse.kms;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.kms.ListResourceTagsRequest;
import dev.gatehouse.aws.kms.ListResourceTagsResponse;
import dev.gatehouse.aws.kms.Tag;
import dev.gatehouse.aws.kms.TagResourceRequest;
import dev.gatehouse.aws.kms.UntagResourceRequest;
import dev.gatehouse.kernel.ServiceTags;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tags of keys: fifty at most, so that every list is whole. */
final class KeyTags {
    private static final ServiceTags RULES = new ServiceTags(KmsErrors::tags);

    private final KeyCatalog keys;

    KeyTags(KeyCatalog keys) {
        this.keys = keys;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        return RULES.of(asked, Tag::tagKey, Tag::tagValue);
    }

    Empty add(RequestContext context, TagResourceRequest input) {
        Map<String, String> more = of(input.tags());
        keys.update(
                keys.requireOwn(scope(context), input.keyId()),
                key -> key.with(key.settings().tagged(RULES.added(key.settings().tags(), more))));
        return Empty.EMPTY;
    }

    Empty remove(RequestContext context, UntagResourceRequest input) {
        keys.update(
                keys.requireOwn(scope(context), input.keyId()),
                key ->
                        key.with(
                                key.settings()
                                        .tagged(
                                                ServiceTags.without(
                                                        key.settings().tags(), input.tagKeys()))));
        return Empty.EMPTY;
    }

    ListResourceTagsResponse list(RequestContext context, ListResourceTagsRequest input) {
        if (input.marker() != null) {
            throw KmsErrors.of("InvalidMarkerException", "The marker is invalid");
        }
        return ListResourceTagsResponse.builder()
                .tags(
                        ServiceTags.shown(
                                keys.requireOwn(scope(context), input.keyId())
                                        .key()
                                        .settings()
                                        .tags(),
                                (key, value) -> Tag.builder().tagKey(key).tagValue(value).build()))
                .truncated(false)
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
