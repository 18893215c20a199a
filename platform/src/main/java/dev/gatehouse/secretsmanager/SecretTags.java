package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.secretsmanager.Tag;
import dev.gatehouse.aws.secretsmanager.TagResourceRequest;
import dev.gatehouse.aws.secretsmanager.UntagResourceRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceTags;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tags of secrets. */
final class SecretTags {
    private static final ServiceTags RULES = new ServiceTags(SecretErrors::tags);

    private final SecretCatalog secrets;
    private final Clock clock;

    SecretTags(SecretCatalog secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        return RULES.of(asked, tag -> Objects.requireNonNullElse(tag.key(), ""), Tag::value);
    }

    static List<Tag> shown(Map<String, String> tags) {
        return ServiceTags.shown(tags, (key, value) -> Tag.builder().key(key).value(value).build());
    }

    Empty add(RequestContext context, TagResourceRequest input) {
        Map<String, String> more = of(input.tags());
        change(context, input.secretId(), tags -> RULES.added(tags, more));
        return Empty.EMPTY;
    }

    Empty remove(RequestContext context, UntagResourceRequest input) {
        change(context, input.secretId(), tags -> ServiceTags.without(tags, input.tagKeys()));
        return Empty.EMPTY;
    }

    private void change(
            RequestContext context, String id, UnaryOperator<Map<String, String>> change) {
        Scope scope = new Scope(context.account(), context.region());
        secrets.update(
                secrets.requireKept(scope, id),
                secret ->
                        secret.with(
                                secret.settings().tagged(change.apply(secret.settings().tags())),
                                clock.now()));
    }
}
