package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.GetTagsRequest;
import dev.gatehouse.aws.apigatewayv2.GetTagsResponse;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.aws.apigatewayv2.TagResourceRequest;
import dev.gatehouse.aws.apigatewayv2.TagResourceResponse;
import dev.gatehouse.aws.apigatewayv2.UntagResourceRequest;
import dev.gatehouse.gateway.stored.TagRules;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on the tags of HTTP APIs and their stages. */
final class HttpTagOperations {
    private static final Pattern ARN =
            Pattern.compile("arn:[^:]+:apigateway:[^:]+::/apis/([^/]+)(?:/stages/([^/]+))?");

    private final HttpLibrary library;

    HttpTagOperations(HttpLibrary library) {
        this.library = library;
    }

    TagResourceResponse tag(RequestContext context, TagResourceRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        Map<String, String> added = Objects.requireNonNullElse(request.tags(), Map.of());
        return library.call(
                context,
                shelves -> {
                    tagged.write(shelves, TagRules.with(tagged.read(shelves), added));
                    return TagResourceResponse.builder().build();
                });
    }

    Empty untag(RequestContext context, UntagResourceRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        return library.call(
                context,
                shelves -> {
                    Map<String, String> left =
                            TagRules.without(tagged.read(shelves), request.tagKeys());
                    tagged.write(shelves, Objects.requireNonNullElse(left, Map.of()));
                    return Empty.EMPTY;
                });
    }

    GetTagsResponse get(RequestContext context, GetTagsRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        return library.call(
                context, shelves -> GetTagsResponse.builder().tags(tagged.read(shelves)).build());
    }

    /**
     * What an ARN names.
     *
     * @param stage the stage of the API; null for the API itself
     */
    private record Tagged(String apiId, @Nullable String stage) {

        static Tagged of(String arn) {
            Matcher parts = ARN.matcher(arn);
            if (!parts.matches()) {
                throw badRequest("Invalid ARN specified in the request");
            }
            return new Tagged(parts.group(1), parts.group(2));
        }

        Map<String, String> read(HttpShelves shelves) {
            Map<String, String> tags =
                    stage == null ? shelves.api(apiId).tags() : shelves.stage(apiId, stage).tags();
            return Objects.requireNonNullElse(tags, Map.of());
        }

        void write(HttpShelves shelves, Map<String, String> tags) {
            if (stage == null) {
                Api api = shelves.api(apiId);
                shelves.apis().put(apiId, api.toBuilder().tags(tags).build());
            } else {
                Stage present = shelves.stage(apiId, stage);
                shelves.stages(apiId).put(stage, present.toBuilder().tags(tags).build());
            }
        }
    }
}
