package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.secretsmanager.Tag;
import dev.gatehouse.aws.secretsmanager.TagResourceRequest;
import dev.gatehouse.aws.secretsmanager.UntagResourceRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tags of secrets. */
final class SecretTags {
    private final SecretCatalog secrets;
    private final Clock clock;

    SecretTags(SecretCatalog secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : asked == null ? List.<Tag>of() : asked) {
            tags.put(String.valueOf(tag.key()), tag.value() == null ? "" : tag.value());
        }
        check(tags);
        return tags;
    }

    private static void check(Map<String, String> tags) {
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw SecretErrors.tags(violation);
                        });
    }

    static List<Tag> shown(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList();
    }

    Empty add(RequestContext context, TagResourceRequest input) {
        Map<String, String> more = of(input.tags());
        change(
                context,
                input.secretId(),
                tags -> {
                    tags.putAll(more);
                    check(tags);
                });
        return Empty.EMPTY;
    }

    Empty remove(RequestContext context, UntagResourceRequest input) {
        change(context, input.secretId(), tags -> tags.keySet().removeAll(input.tagKeys()));
        return Empty.EMPTY;
    }

    private void change(RequestContext context, String id, Consumer<Map<String, String>> change) {
        Scope scope = new Scope(context.account(), context.region());
        secrets.update(
                secrets.requireKept(scope, id),
                secret -> {
                    Map<String, String> tags = new LinkedHashMap<>(secret.settings().tags());
                    change.accept(tags);
                    return secret.with(secret.settings().tagged(tags), clock.now());
                });
    }
}
