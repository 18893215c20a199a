package dev.gatehouse.gateway.apigatewayv2;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateApiRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteApiRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateApiRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.apigatewayv2.websocket.WebSocketApiRules;
import dev.gatehouse.gateway.domain.Mappings;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Resources;

/** The operations on HTTP and WebSocket APIs themselves. */
final class HttpApiOperations {
    private HttpApiOperations() {}

    static void addTo(Resources service, Deploying deploying, HttpLimits limits) {
        service.of(HttpTypes.API)
                .get(ApiGatewayV2.GET_API)
                .list(ApiGatewayV2.GET_APIS)
                .publishing()
                .create(ApiGatewayV2.CREATE_API, (in, request) -> create(in, request, limits))
                .delete(ApiGatewayV2.DELETE_API, HttpApiOperations::clear)
                .writing(deploying.with((_, _) -> new Effect.OnEverything()))
                .update(ApiGatewayV2.UPDATE_API, HttpApiOperations::update)
                .update(
                        ApiGatewayV2.DELETE_CORS_CONFIGURATION,
                        (_, api, _) -> api.toBuilder().corsConfiguration(null).build());
    }

    static Api create(Repositories in, CreateApiRequest request, HttpLimits limits) {
        Api wanted = checked(HttpTypes.API.from(request));
        in.of(HttpTypes.API).requireRoom(limits.apis(), "Maximum number of APIs has been reached");
        String id = Ids.api();
        QuickCreation.of(request).ifPresent(parts -> parts.write(in, wanted, id));
        return wanted.toBuilder()
                .apiId(id)
                .createdDate(in.now())
                .apiEndpoint(endpoint(in, wanted, id))
                .build();
    }

    /** The API with AWS's defaults; rejects what AWS rejects. */
    private static Api checked(Api given) {
        return switch (Protocol.of(given)) {
            case HTTP -> {
                Api wanted = HttpApiRules.withDefaults(given);
                HttpApiRules.check(wanted);
                yield wanted;
            }
            case WEBSOCKET -> {
                Api wanted = WebSocketApiRules.withDefaults(given);
                WebSocketApiRules.check(wanted);
                yield wanted;
            }
        };
    }

    private static String endpoint(Repositories in, Api api, String id) {
        String scheme = Protocol.of(api) == Protocol.WEBSOCKET ? "wss" : "https";
        return "%s://%s.execute-api.%s.%s"
                .formatted(scheme, id, in.region(), in.region().domainSuffix());
    }

    private static Api update(Repositories in, Api api, UpdateApiRequest request) {
        Api changed = checked(Updates.merge(HttpTypes.API, api, request));
        QuickCreation.of(request).ifPresent(parts -> parts.replace(in, request.apiId()));
        return changed;
    }

    /** Deletes all that belongs to an API. */
    private static void clear(Repositories in, Api api, DeleteApiRequest request) {
        Mappings.requireNone(in, request.apiId(), null, "API");
        for (ResourceType<?> type : HttpTypes.OF_AN_API) {
            in.of(type, request.apiId()).deleteAll();
        }
        in.documents(HttpSnapshot.KIND, request.apiId()).deleteAll();
    }
}
