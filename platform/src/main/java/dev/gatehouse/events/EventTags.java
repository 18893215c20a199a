package dev.gatehouse.events;

import dev.gatehouse.aws.events.ListTagsForResourceRequest;
import dev.gatehouse.aws.events.ListTagsForResourceResponse;
import dev.gatehouse.aws.events.Tag;
import dev.gatehouse.aws.events.TagResourceRequest;
import dev.gatehouse.aws.events.TagResourceResponse;
import dev.gatehouse.aws.events.UntagResourceRequest;
import dev.gatehouse.aws.events.UntagResourceResponse;
import dev.gatehouse.events.model.StoredBus;
import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceTags;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tags of rules and event buses. */
final class EventTags {
    private static final String RULE = "rule/";
    private static final String BUS = "event-bus/";

    private static final ServiceTags RULES = new ServiceTags(EventErrors::tags);

    private final Store store;

    EventTags(Store store) {
        this.store = store;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        return RULES.of(asked, Tag::key, Tag::value);
    }

    TagResourceResponse tag(RequestContext context, TagResourceRequest input) {
        Map<String, String> more = of(input.tags());
        change(BusNames.scope(context), input.resourceARN(), tags -> RULES.added(tags, more));
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(RequestContext context, UntagResourceRequest input) {
        change(
                BusNames.scope(context),
                input.resourceARN(),
                tags -> ServiceTags.without(tags, input.tagKeys()));
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse list(RequestContext context, ListTagsForResourceRequest input) {
        Map<String, String> tags = found(BusNames.scope(context), input.resourceARN());
        return ListTagsForResourceResponse.builder()
                .tags(
                        ServiceTags.shown(
                                tags, (key, value) -> Tag.builder().key(key).value(value).build()))
                .build();
    }

    /** What an ARN of the caller's account and region names; empty for another's. */
    private static String path(Scope scope, String text) {
        return Arn.parse(text)
                .filter(arn -> arn.account().equals(scope.account().value()))
                .filter(arn -> arn.region().equals(scope.region().name()))
                .map(Arn::resource)
                .orElse("");
    }

    private static String ruleId(String path) {
        String named = path.substring(RULE.length());
        return named.contains("/") ? named : StoredRule.id(StoredBus.DEFAULT, named);
    }

    private Map<String, String> found(Scope scope, String text) {
        String path = path(scope, text);
        Optional<Map<String, String>> tags = Optional.empty();
        if (path.startsWith(RULE)) {
            tags =
                    store.documents(StoredRule.KIND)
                            .find(scope, ruleId(path))
                            .map(rule -> rule.value().tags());
        } else if (path.equals(BUS + StoredBus.DEFAULT)) {
            tags = Optional.of(Map.of());
        } else if (path.startsWith(BUS)) {
            tags =
                    store.documents(StoredBus.KIND)
                            .find(scope, path.substring(BUS.length()))
                            .map(bus -> bus.value().tags());
        }
        return tags.orElseThrow(() -> EventErrors.noResource(text));
    }

    private void change(Scope scope, String text, UnaryOperator<Map<String, String>> change) {
        String path = path(scope, text);
        boolean present = false;
        if (path.startsWith(RULE)) {
            present =
                    store.documents(StoredRule.KIND)
                            .update(
                                    scope,
                                    ruleId(path),
                                    rule -> rule.tagged(change.apply(rule.tags())))
                            .isPresent();
        } else if (path.equals(BUS + StoredBus.DEFAULT)) {
            // It is nowhere stored.
            throw EventErrors.validation(
                    "Tags of the default event bus are not supported by this Gatehouse.");
        } else if (path.startsWith(BUS)) {
            present =
                    store.documents(StoredBus.KIND)
                            .update(
                                    scope,
                                    path.substring(BUS.length()),
                                    bus -> bus.tagged(change.apply(bus.tags())))
                            .isPresent();
        }
        if (!present) {
            throw EventErrors.noResource(text);
        }
    }
}
