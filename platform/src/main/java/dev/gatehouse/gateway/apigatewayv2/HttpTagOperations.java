package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.GetTagsRequest;
import dev.gatehouse.aws.apigatewayv2.GetTagsResponse;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.aws.apigatewayv2.TagResourceRequest;
import dev.gatehouse.aws.apigatewayv2.TagResourceResponse;
import dev.gatehouse.aws.apigatewayv2.UntagResourceRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpRepositories;
import dev.gatehouse.gateway.resource.TagRules;
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

    private final HttpTransactions transactions;

    HttpTagOperations(HttpTransactions transactions) {
        this.transactions = transactions;
    }

    TagResourceResponse tag(RequestContext context, TagResourceRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        Map<String, String> added = Objects.requireNonNullElse(request.tags(), Map.of());
        return transactions.call(
                context,
                repositories -> {
                    tagged.write(repositories, TagRules.with(tagged.read(repositories), added));
                    return TagResourceResponse.builder().build();
                });
    }

    Empty untag(RequestContext context, UntagResourceRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        return transactions.call(
                context,
                repositories -> {
                    Map<String, String> left =
                            TagRules.without(tagged.read(repositories), request.tagKeys());
                    tagged.write(repositories, Objects.requireNonNullElse(left, Map.of()));
                    return Empty.EMPTY;
                });
    }

    GetTagsResponse get(RequestContext context, GetTagsRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        return transactions.call(
                context,
                repositories -> GetTagsResponse.builder().tags(tagged.read(repositories)).build());
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

        Map<String, String> read(HttpRepositories repositories) {
            Map<String, String> tags =
                    stage == null
                            ? repositories.api(apiId).tags()
                            : repositories.stage(apiId, stage).tags();
            return Objects.requireNonNullElse(tags, Map.of());
        }

        void write(HttpRepositories repositories, Map<String, String> tags) {
            if (stage == null) {
                Api api = repositories.api(apiId);
                repositories.apis().put(apiId, api.toBuilder().tags(tags).build());
            } else {
                Stage present = repositories.stage(apiId, stage);
                repositories.stages(apiId).put(stage, present.toBuilder().tags(tags).build());
            }
        }
    }
}
