package dev.gatehouse.kms;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.kms.ListResourceTagsRequest;
import dev.gatehouse.aws.kms.ListResourceTagsResponse;
import dev.gatehouse.aws.kms.Tag;
import dev.gatehouse.aws.kms.TagResourceRequest;
import dev.gatehouse.aws.kms.UntagResourceRequest;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tags of keys: fifty at most, so that every list is whole. */
final class KeyTags {
    private final KeyCatalog keys;

    KeyTags(KeyCatalog keys) {
        this.keys = keys;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (asked != null) {
            asked.forEach(tag -> tags.put(tag.tagKey(), tag.tagValue()));
        }
        check(tags);
        return tags;
    }

    private static void check(Map<String, String> tags) {
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw KmsErrors.tags(violation);
                        });
    }

    Empty add(RequestContext context, TagResourceRequest input) {
        Map<String, String> more = of(input.tags());
        keys.update(
                keys.requireOwn(scope(context), input.keyId()),
                key -> {
                    Map<String, String> tags = new LinkedHashMap<>(key.settings().tags());
                    tags.putAll(more);
                    check(tags);
                    return key.with(key.settings().tagged(tags));
                });
        return Empty.EMPTY;
    }

    Empty remove(RequestContext context, UntagResourceRequest input) {
        keys.update(
                keys.requireOwn(scope(context), input.keyId()),
                key -> {
                    Map<String, String> tags = new LinkedHashMap<>(key.settings().tags());
                    tags.keySet().removeAll(input.tagKeys());
                    return key.with(key.settings().tagged(tags));
                });
        return Empty.EMPTY;
    }

    ListResourceTagsResponse list(RequestContext context, ListResourceTagsRequest input) {
        if (input.marker() != null) {
            throw KmsErrors.of("InvalidMarkerException", "The marker is invalid");
        }
        return ListResourceTagsResponse.builder()
                .tags(
                        new TreeMap<>(
                                        keys.requireOwn(scope(context), input.keyId())
                                                .key()
                                                .settings()
                                                .tags())
                                .entrySet().stream()
                                        .map(
                                                tag ->
                                                        Tag.builder()
                                                                .tagKey(tag.getKey())
                                                                .tagValue(tag.getValue())
                                                                .build())
                                        .toList())
                .truncated(false)
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
