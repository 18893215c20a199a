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
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tags of rules and event buses. */
final class EventTags {
    private static final String RULE = "rule/";
    private static final String BUS = "event-bus/";

    private final Store store;

    EventTags(Store store) {
        this.store = store;
    }

    /** Tags by key; rejects what no resource may be tagged with. */
    static Map<String, String> of(@Nullable List<Tag> asked) {
        Map<String, String> tags = new HashMap<>();
        if (asked != null) {
            asked.forEach(tag -> tags.put(tag.key(), tag.value()));
        }
        return checked(tags);
    }

    private static Map<String, String> checked(Map<String, String> tags) {
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw EventErrors.tags(violation);
                        });
        return tags;
    }

    TagResourceResponse tag(RequestContext context, TagResourceRequest input) {
        Map<String, String> more = of(input.tags());
        change(
                BusNames.scope(context),
                input.resourceARN(),
                tags -> {
                    Map<String, String> all = new HashMap<>(tags);
                    all.putAll(more);
                    return checked(all);
                });
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(RequestContext context, UntagResourceRequest input) {
        change(
                BusNames.scope(context),
                input.resourceARN(),
                tags -> {
                    Map<String, String> left = new HashMap<>(tags);
                    left.keySet().removeAll(input.tagKeys());
                    return left;
                });
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse list(RequestContext context, ListTagsForResourceRequest input) {
        Map<String, String> tags =
                change(BusNames.scope(context), input.resourceARN(), UnaryOperator.identity());
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

    /** The tags of what an ARN names, after a change of them. */
    private Map<String, String> change(
            Scope scope, String text, UnaryOperator<Map<String, String>> change) {
        String path = Arn.parse(text).map(Arn::resource).orElse("");
        Optional<Map<String, String>> tags = Optional.empty();
        if (path.startsWith(RULE)) {
            String named = path.substring(RULE.length());
            String id = named.contains("/") ? named : StoredRule.id(StoredBus.DEFAULT, named);
            tags =
                    store.documents(StoredRule.KIND)
                            .update(scope, id, rule -> rule.tagged(change.apply(rule.tags())))
                            .map(rule -> rule.value().tags());
        } else if (path.equals(BUS + StoredBus.DEFAULT)) {
            tags = Optional.of(Map.of());
        } else if (path.startsWith(BUS)) {
            tags =
                    store.documents(StoredBus.KIND)
                            .update(
                                    scope,
                                    path.substring(BUS.length()),
                                    bus -> bus.tagged(change.apply(bus.tags())))
                            .map(bus -> bus.value().tags());
        }
        return tags.orElseThrow(() -> EventErrors.noResource(text));
    }
}
