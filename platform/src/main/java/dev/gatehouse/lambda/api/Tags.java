package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.ListTagsRequest;
import dev.gatehouse.aws.lambda.ListTagsResponse;
import dev.gatehouse.aws.lambda.TagResourceRequest;
import dev.gatehouse.aws.lambda.UntagResourceRequest;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.wire.RequestContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** TagResource, UntagResource and ListTags, for functions. */
final class Tags {
    private static final int SHOWN = 256;

    private final FunctionRegistry registry;

    Tags(FunctionRegistry registry) {
        this.registry = registry;
    }

    Empty tag(RequestContext context, TagResourceRequest input) {
        FunctionReference function = function(context, input.resource());
        if (input.tags().isEmpty()) {
            throw LambdaErrors.invalidParameter(
                    "An error occurred and the request cannot be processed.");
        }
        registry.change(
                function,
                stored -> {
                    Map<String, String> tags = new LinkedHashMap<>(stored.tags());
                    tags.putAll(input.tags());
                    check(tags);
                    return stored.withTags(tags);
                });
        return Empty.EMPTY;
    }

    Empty untag(RequestContext context, UntagResourceRequest input) {
        FunctionReference function = function(context, input.resource());
        registry.change(
                function,
                stored -> {
                    Map<String, String> tags = new LinkedHashMap<>(stored.tags());
                    tags.keySet().removeAll(input.tagKeys());
                    return stored.withTags(tags);
                });
        return Empty.EMPTY;
    }

    ListTagsResponse list(RequestContext context, ListTagsRequest input) {
        StoredFunction stored = registry.documents().require(function(context, input.resource()));
        return ListTagsResponse.builder().tags(stored.tags()).build();
    }

    /**
     * Rejects tags beyond AWS's limits.
     *
     * @param tags all that the function is to have
     */
    static void check(Map<String, String> tags) {
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw rejection(violation);
                        });
    }

    private static ServiceException rejection(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany _ ->
                    LambdaErrors.invalidParameter("Number of tags exceeds resource tag limit.");
            case TagViolation.ReservedKey _ ->
                    LambdaErrors.invalidParameter(
                            "aws: prefixed tag key names are not allowed for external use.");
            case TagViolation.InvalidKey(String key) -> unfit(key, "keys", TagViolation.KEY_MAX, 1);
            case TagViolation.InvalidValue(_, String value) ->
                    unfit(value, "values", TagViolation.VALUE_MAX, 0);
        };
    }

    private static ServiceException unfit(String text, String part, int most, int least) {
        return new ServiceException(
                "ValidationException",
                400,
                ("1 validation error detected: Value '%s' at 'tags' failed to satisfy constraint:"
                                + " Map %s must satisfy constraint: [Member must have length less"
                                + " than or equal to %d, Member must have length greater than or"
                                + " equal to %d, Member must satisfy regular expression pattern:"
                                + " %s]")
                        .formatted(shown(text), part, most, least, TagViolation.CHARACTERS));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static FunctionReference function(RequestContext context, String resource) {
        boolean isFunction =
                Arn.parse(resource)
                        .filter(arn -> arn.resource().startsWith("function:"))
                        .isPresent();
        if (!isFunction) {
            throw LambdaErrors.unsupported("Tagging " + resource);
        }
        FunctionReference function = Here.function(context, resource);
        if (function.qualifier() != null) {
            throw LambdaErrors.invalidParameter(
                    "Tags on function aliases and versions are not supported. Please specify a"
                            + " function ARN.");
        }
        return function;
    }
}
