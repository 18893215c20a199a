package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.GetTagsRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.aws.apigateway.TagResourceRequest;
import dev.gatehouse.aws.apigateway.Tags;
import dev.gatehouse.aws.apigateway.UntagResourceRequest;
import dev.gatehouse.gateway.apigateway.repository.RestRepositories;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.resource.TagRules;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on the tags of APIs and stages. */
public final class TagOperations {
    private static final Pattern ARN =
            Pattern.compile("arn:[^:]+:apigateway:[^:]+::/restapis/([^/]+)(?:/stages/([^/]+))?");

    private final RestTransactions transactions;

    public TagOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public Empty tag(RequestContext context, TagResourceRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        return transactions.call(
                context,
                repositories -> {
                    tagged.write(
                            repositories, TagRules.with(tagged.read(repositories), request.tags()));
                    return Empty.EMPTY;
                });
    }

    public Empty untag(RequestContext context, UntagResourceRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        return transactions.call(
                context,
                repositories -> {
                    tagged.write(
                            repositories,
                            TagRules.without(tagged.read(repositories), request.tagKeys()));
                    return Empty.EMPTY;
                });
    }

    public Tags get(RequestContext context, GetTagsRequest request) {
        Tagged tagged = Tagged.of(request.resourceArn());
        return transactions.call(
                context,
                repositories ->
                        Tags.builder()
                                .tags(
                                        Objects.requireNonNullElse(
                                                tagged.read(repositories), Map.of()))
                                .build());
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

        @Nullable Map<String, String> read(RestRepositories repositories) {
            return stage == null
                    ? repositories.api(apiId).tags()
                    : repositories.stage(apiId, stage).tags();
        }

        void write(RestRepositories repositories, @Nullable Map<String, String> tags) {
            if (stage == null) {
                RestApi api = repositories.api(apiId);
                repositories.apis().put(apiId, api.toBuilder().tags(tags).build());
            } else {
                Stage present = repositories.stage(apiId, stage);
                repositories.stages(apiId).put(stage, present.toBuilder().tags(tags).build());
            }
        }
    }
}
