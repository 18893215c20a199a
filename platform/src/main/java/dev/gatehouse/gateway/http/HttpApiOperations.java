package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.limitExceeded;
import static dev.gatehouse.gateway.stored.Refusals.unsupported;

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
import dev.gatehouse.gateway.http.HttpLibrary.Changed;
import dev.gatehouse.gateway.stored.Ids;
import dev.gatehouse.gateway.stored.Page;
import dev.gatehouse.wire.RequestContext;

/** The operations on HTTP APIs themselves. */
final class HttpApiOperations {
    private final HttpLibrary library;

    HttpApiOperations(HttpLibrary library) {
        this.library = library;
    }

    CreateApiResponse create(RequestContext context, CreateApiRequest request) {
        if (!request.protocolType().equals("HTTP")) {
            throw unsupported("protocolType " + request.protocolType());
        }
        Api wanted = HttpApiRules.withDefaults(HttpForms.API.from(request));
        HttpApiRules.check(wanted);
        String id = Ids.api();
        Api api =
                wanted.toBuilder()
                        .apiId(id)
                        .createdDate(library.now())
                        .apiEndpoint(endpoint(context, id))
                        .build();
        return library.publishing(
                context,
                id,
                shelves -> {
                    if (shelves.apis().count() >= library.limits().apis()) {
                        throw limitExceeded("Maximum number of APIs has been reached");
                    }
                    shelves.apis().put(id, api);
                    QuickCreation.of(request)
                            .ifPresent(parts -> parts.write(shelves, id, library.now()));
                    return Answers.of(ApiGatewayV2.CREATE_API, api);
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
        return library.call(
                context, shelves -> Answers.of(ApiGatewayV2.GET_API, shelves.api(request.apiId())));
    }

    GetApisResponse list(RequestContext context, GetApisRequest request) {
        int limit = Answers.pageLength(request.maxResults());
        Page<Api> page =
                library.call(context, shelves -> shelves.apis().page(request.nextToken(), limit));
        return GetApisResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateApiResponse update(RequestContext context, UpdateApiRequest request) {
        String id = request.apiId();
        return library.deploying(
                context,
                id,
                shelves -> {
                    Api changed =
                            HttpApiRules.withDefaults(
                                    Updates.merge(HttpForms.API, shelves.api(id), request));
                    HttpApiRules.check(changed);
                    shelves.apis().put(id, changed);
                    QuickCreation.of(request).ifPresent(parts -> parts.replace(shelves, id));
                    return new Changed<>(
                            Answers.of(ApiGatewayV2.UPDATE_API, changed),
                            new Effect.OnEverything());
                });
    }

    Empty deleteCors(RequestContext context, DeleteCorsConfigurationRequest request) {
        String id = request.apiId();
        return library.deploying(
                context,
                id,
                shelves -> {
                    Api api = shelves.api(id);
                    shelves.apis().put(id, api.toBuilder().corsConfiguration(null).build());
                    return new Changed<>(Empty.EMPTY, new Effect.OnEverything());
                });
    }

    Empty delete(RequestContext context, DeleteApiRequest request) {
        String id = request.apiId();
        return library.publishing(
                context,
                id,
                shelves -> {
                    shelves.api(id);
                    shelves.routesOf(id).removeAll();
                    shelves.integrations(id).deleteAll();
                    shelves.stages(id).deleteAll();
                    shelves.deployments(id).deleteAll();
                    shelves.snapshots(id).deleteAll();
                    shelves.apis().delete(id);
                    return Empty.EMPTY;
                });
    }
}
