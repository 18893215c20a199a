package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on the tags of all resources that have ARNs. */
public final class TagOperations {
    private final Resources resources;
    private final String member;
    private final List<ResourceType<?>> types;

    /**
     * @param member the member of responses, and of most resources, that holds tags
     * @param types what may be tagged
     */
    public TagOperations(Resources resources, String member, List<ResourceType<?>> types) {
        this.resources = resources;
        this.member = member;
        this.types = types;
    }

    /** Adds the operation that puts tags on a resource. */
    public <I extends View, O extends View> TagOperations tag(
            Operation<I, O> operation,
            Function<I, String> arn,
            Function<I, @Nullable Map<String, String>> added) {
        resources.on(
                operation,
                (in, request) -> {
                    Tagged<?> tagged = tagged(in, arn.apply(request));
                    Map<String, String> more =
                            Objects.requireNonNullElse(added.apply(request), Map.of());
                    tagged.write(TagRules.with(tagged.tags(), more));
                    return Empty.EMPTY;
                });
        return this;
    }

    /** Adds the operation that takes tags from a resource. */
    public <I extends View, O extends View> TagOperations untag(
            Operation<I, O> operation, Function<I, String> arn, Function<I, List<String>> keys) {
        resources.on(
                operation,
                (in, request) -> {
                    Tagged<?> tagged = tagged(in, arn.apply(request));
                    tagged.write(TagRules.without(tagged.tags(), keys.apply(request)));
                    return Empty.EMPTY;
                });
        return this;
    }

    /** Adds the operation that shows the tags of a resource. */
    public <I extends View, O extends View> TagOperations get(
            Operation<I, O> operation, Function<I, String> arn) {
        resources
                .service()
                .on(
                        operation,
                        (context, request) ->
                                operation.output(
                                        shown(
                                                operation.model().output(),
                                                resources.in(
                                                        context,
                                                        in ->
                                                                tagged(in, arn.apply(request))
                                                                        .tags()))));
        return this;
    }

    private Structure shown(Shape output, Map<String, String> tags) {
        int index = Objects.requireNonNull(output.member(member)).index();
        return Structure.builder(output).set(index, tags).build();
    }

    private Tagged<?> tagged(Repositories in, String arn) {
        for (ResourceType<?> type : types) {
            Matcher parts =
                    Pattern.compile("arn:[^:]+:apigateway:[^:]+::" + type.naming().arnPath())
                            .matcher(arn);
            if (parts.matches()) {
                int ids = parts.groupCount();
                return tagged(in, type, ids > 1 ? parts.group(ids - 1) : "", parts.group(ids));
            }
        }
        throw badRequest("Invalid ARN specified in the request");
    }

    private <T extends View> Tagged<T> tagged(
            Repositories in, ResourceType<T> type, String parentId, String id) {
        Repository<T> all = in.of(type, parentId);
        boolean known = type.shape().member(member) != null;
        return new Tagged<>(all, type, all.get(id), known ? member : "tags");
    }

    /** A resource with tags. */
    private record Tagged<T extends View>(
            Repository<T> all, ResourceType<T> type, T resource, String member) {

        @SuppressWarnings("unchecked") // the model says so
        Map<String, String> tags() {
            Object tags = resource.data().value(member);
            return tags == null ? Map.of() : (Map<String, String>) tags;
        }

        T with(Map<String, String> tags) {
            Map<String, Object> tree = new HashMap<>(Structures.tree(resource.data()));
            tree.put(member, tags);
            return type.read(tree);
        }

        void write(Map<String, String> tags) {
            all.put(with(tags));
        }
    }
}
