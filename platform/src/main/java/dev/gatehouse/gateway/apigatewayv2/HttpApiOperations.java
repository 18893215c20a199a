package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

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
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Resources;

/** The operations on HTTP APIs themselves. */
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

    private static Api create(Repositories in, CreateApiRequest request, HttpLimits limits) {
        if (!request.protocolType().equals("HTTP")) {
            throw unsupported("protocolType " + request.protocolType());
        }
        Api wanted = HttpApiRules.withDefaults(HttpTypes.API.from(request));
        HttpApiRules.check(wanted);
        in.of(HttpTypes.API).requireRoom(limits.apis(), "Maximum number of APIs has been reached");
        String id = Ids.api();
        QuickCreation.of(request).ifPresent(parts -> parts.write(in, id));
        return wanted.toBuilder()
                .apiId(id)
                .createdDate(in.now())
                .apiEndpoint(endpoint(in, id))
                .build();
    }

    private static String endpoint(Repositories in, String id) {
        String suffix =
                in.region().partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        return "https://%s.execute-api.%s.%s".formatted(id, in.region(), suffix);
    }

    private static Api update(Repositories in, Api api, UpdateApiRequest request) {
        Api changed = HttpApiRules.withDefaults(Updates.merge(HttpTypes.API, api, request));
        HttpApiRules.check(changed);
        QuickCreation.of(request).ifPresent(parts -> parts.replace(in, request.apiId()));
        return changed;
    }

    /** Deletes all that belongs to an API. */
    private static void clear(Repositories in, Api api, DeleteApiRequest request) {
        for (ResourceType<?> type : HttpTypes.OF_AN_API) {
            in.of(type, request.apiId()).deleteAll();
        }
        in.documents(HttpSnapshot.KIND, request.apiId()).deleteAll();
    }
}
