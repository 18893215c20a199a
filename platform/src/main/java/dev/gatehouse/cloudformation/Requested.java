package dev.gatehouse.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.cloudformation.Parameter;
import dev.gatehouse.aws.cloudformation.Tag;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.TagViolation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What CreateStack, UpdateStack and CreateChangeSet say in the same form.
 *
 * @param body the template's text
 * @param url where the template is, instead
 * @param previous whether the template stays
 */
record Requested(
        @Nullable String body,
        @Nullable String url,
        @Nullable Boolean previous,
        @Nullable List<Parameter> parameters,
        @Nullable List<Tag> tags,
        @Nullable List<String> capabilities) {

    /**
     * What the stack is to be.
     *
     * @param before what it is: the tags that stay when none are named, and what {@code
     *     UsePreviousTemplate} and {@code UsePreviousValue} stand for
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when there is not exactly one
     *     template
     */
    Stack.Wanted over(Stack.Wanted before, TemplateSource source, CallerIdentity identity) {
        return new Stack.Wanted(
                        Boolean.TRUE.equals(previous)
                                ? before.template()
                                : source.text(identity, body, url),
                        values(before),
                        tags == null ? before.tags() : named(tags),
                        capabilities == null ? List.of() : capabilities,
                        before.role())
                .with(before.settings());
    }

    private Map<String, String> values(Stack.Wanted before) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters == null ? List.<Parameter>of() : parameters) {
            String key = String.valueOf(parameter.parameterKey());
            String value =
                    Boolean.TRUE.equals(parameter.usePreviousValue())
                            ? previous(key, before)
                            : parameter.parameterValue();
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    /** The value a parameter has: the one given before, else the default it had then. */
    private static String previous(String key, Stack.Wanted before) {
        String given = before.parameters().get(key);
        if (given != null) {
            return given;
        }
        JsonNode fallback =
                before.template().isEmpty()
                        ? MissingNode.getInstance()
                        : Template.parse(before.template())
                                .section("Parameters")
                                .path(key)
                                .path("Default");
        if (fallback.isMissingNode()) {
            throw TemplateErrors.of(
                    "Invalid input for parameter key %s. Cannot specify usePreviousValue as true"
                            + " for a parameter key not in the previous template",
                    key);
        }
        return fallback.asText();
    }

    private static Map<String, String> named(List<Tag> given) {
        Map<String, String> tags = new LinkedHashMap<>();
        given.forEach(tag -> tags.put(tag.key(), tag.value()));
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw TemplateErrors.of("%s", words(violation));
                        });
        return tags;
    }

    private static String words(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany(_, int most) -> "A stack can have at most " + most + " tags";
            case TagViolation.ReservedKey _ ->
                    "aws: prefixed tag key names are not allowed for external use.";
            case TagViolation.InvalidKey _ -> "A tag key is invalid";
            case TagViolation.InvalidValue(String key, _) ->
                    "The value of the tag " + key + " is invalid";
        };
    }

    /** Rejects a feature that is not there, unless the request leaves it alone. */
    static void reject(String property, @Nullable Object given) {
        boolean absent =
                given == null
                        || given.equals(false)
                        || (given instanceof List<?> list && list.isEmpty());
        if (!absent) {
            throw TemplateErrors.of("%s is not supported", property);
        }
    }

    /** Rejects a token for more of a list: every response is whole, so none was ever given. */
    static void rejectToken(View input) {
        Member token = input.data().shape().member("NextToken");
        if (token != null && input.data().value(token.index()) != null) {
            throw TemplateErrors.of("The NextToken is invalid");
        }
    }

    /** Rejects a choice other than the one there is. */
    static void rejectOther(String property, String only, @Nullable String given) {
        if (given != null && !given.equals(only)) {
            throw TemplateErrors.of("%s %s is not supported", property, given);
        }
    }
}
