package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.limitExceeded;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateApiRequest;
import dev.gatehouse.aws.apigatewayv2.CreateApiResponse;
import dev.gatehouse.aws.apigatewayv2.DeleteApiRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteCorsConfigurationRequest;
import dev.gatehouse.aws.apigatewayv2.GetApiRequest;
import dev.gatehouse.aws.apigatewayv2.GetApiResponse;
import dev.gatehouse.aws.apigatewayv2.GetApisRequest;
import dev.gatehouse.aws.apigatewayv2.GetApisResponse;
import dev.gatehouse.aws.apigatewayv2.UpdateApiRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateApiResponse;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions.Changed;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.wire.RequestContext;

/** The operations on HTTP APIs themselves. */
final class HttpApiOperations {
    private final HttpTransactions transactions;

    HttpApiOperations(HttpTransactions transactions) {
        this.transactions = transactions;
    }

    CreateApiResponse create(RequestContext context, CreateApiRequest request) {
        if (!request.protocolType().equals("HTTP")) {
            throw unsupported("protocolType " + request.protocolType());
        }
        Api wanted = HttpApiRules.withDefaults(HttpTypes.API.from(request));
        HttpApiRules.check(wanted);
        String id = Ids.api();
        Api api =
                wanted.toBuilder()
                        .apiId(id)
                        .createdDate(transactions.now())
                        .apiEndpoint(endpoint(context, id))
                        .build();
        return transactions.publishing(
                context,
                id,
                repositories -> {
                    if (repositories.apis().count() >= transactions.limits().apis()) {
                        throw limitExceeded("Maximum number of APIs has been reached");
                    }
                    repositories.apis().put(id, api);
                    QuickCreation.of(request)
                            .ifPresent(parts -> parts.write(repositories, id, transactions.now()));
                    return Outputs.of(ApiGatewayV2.CREATE_API, api);
                });
    }

    private static String endpoint(RequestContext context, String id) {
        String suffix =
                context.region().partition().equals("aws-cn")
                        ? "amazonaws.com.cn"
                        : "amazonaws.com";
        return "https://%s.execute-api.%s.%s".formatted(id, context.region(), suffix);
    }

    GetApiResponse get(RequestContext context, GetApiRequest request) {
        return transactions.call(
                context,
                repositories ->
                        Outputs.of(ApiGatewayV2.GET_API, repositories.api(request.apiId())));
    }

    GetApisResponse list(RequestContext context, GetApisRequest request) {
        int limit = Outputs.pageLength(request.maxResults());
        Page<Api> page =
                transactions.call(
                        context,
                        repositories -> repositories.apis().page(request.nextToken(), limit));
        return GetApisResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateApiResponse update(RequestContext context, UpdateApiRequest request) {
        String id = request.apiId();
        return transactions.deploying(
                context,
                id,
                repositories -> {
                    Api changed =
                            HttpApiRules.withDefaults(
                                    Updates.merge(HttpTypes.API, repositories.api(id), request));
                    HttpApiRules.check(changed);
                    repositories.apis().put(id, changed);
                    QuickCreation.of(request).ifPresent(parts -> parts.replace(repositories, id));
                    return new Changed<>(
                            Outputs.of(ApiGatewayV2.UPDATE_API, changed),
                            new Effect.OnEverything());
                });
    }

    Empty deleteCors(RequestContext context, DeleteCorsConfigurationRequest request) {
        String id = request.apiId();
        return transactions.deploying(
                context,
                id,
                repositories -> {
                    Api api = repositories.api(id);
                    repositories.apis().put(id, api.toBuilder().corsConfiguration(null).build());
                    return new Changed<>(Empty.EMPTY, new Effect.OnEverything());
                });
    }

    Empty delete(RequestContext context, DeleteApiRequest request) {
        String id = request.apiId();
        return transactions.publishing(
                context,
                id,
                repositories -> {
                    repositories.api(id);
                    repositories.routesOf(id).removeAll();
                    repositories.integrations(id).deleteAll();
                    repositories.stages(id).deleteAll();
                    repositories.deployments(id).deleteAll();
                    repositories.snapshots(id).deleteAll();
                    repositories.apis().delete(id);
                    return Empty.EMPTY;
                });
    }
}
