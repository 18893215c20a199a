package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.GetGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.GetGatewayResponsesRequest;
import dev.gatehouse.aws.apigateway.PutGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.UpdateGatewayResponseRequest;
import dev.gatehouse.gateway.apigateway.method.Mappings;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on the responses a REST API gives without its integrations. */
public final class GatewayResponseOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_PATH)
                    .replace(PatchType.TEXT, "/statusCode")
                    .entries(PatchType.TEXT, "/responseParameters", Mappings.NO_PARAMETER)
                    .entries(PatchType.TEXT, "/responseTemplates", Mappings.NO_CONTENT_TYPE)
                    .build();

    private GatewayResponseOperations() {}

    public static void addTo(Resources service) {
        service.on(ApiGateway.GET_GATEWAY_RESPONSE, GatewayResponseOperations::get)
                .on(ApiGateway.UPDATE_GATEWAY_RESPONSE, GatewayResponseOperations::update)
                .of(RestTypes.GATEWAY_RESPONSE)
                .create(ApiGateway.PUT_GATEWAY_RESPONSE, GatewayResponseOperations::put)
                .list(ApiGateway.GET_GATEWAY_RESPONSES, GatewayResponseOperations::page)
                .delete(ApiGateway.DELETE_GATEWAY_RESPONSE);
    }

    private static GatewayResponse put(Repositories in, PutGatewayResponseRequest request) {
        return checked(
                RestTypes.GATEWAY_RESPONSE.from(request),
                GatewayResponseType.valueOf(request.responseType()));
    }

    private static GatewayResponse checked(GatewayResponse given, GatewayResponseType type) {
        GatewayResponse complete = CustomResponses.complete(given, type);
        CustomResponses.check(complete);
        return complete;
    }

    private static GatewayResponse get(Repositories in, GetGatewayResponseRequest request) {
        in.of(RestTypes.API).get(request.restApiId());
        return CustomResponses.inForce(
                in, request.restApiId(), GatewayResponseType.valueOf(request.responseType()));
    }

    /** All types have a response; a position is how many there are before it. */
    private static Page<GatewayResponse> page(
            Repositories in,
            GetGatewayResponsesRequest request,
            @Nullable String position,
            int limit) {
        int from = place(position);
        List<GatewayResponse> items =
                Arrays.stream(GatewayResponseType.values())
                        .skip(from)
                        .limit(limit)
                        .map(type -> CustomResponses.inForce(in, request.restApiId(), type))
                        .toList();
        int to = from + items.size();
        boolean more = to < GatewayResponseType.values().length;
        return new Page<>(items, more ? Integer.toString(to) : null);
    }

    private static int place(@Nullable String position) {
        if (position == null) {
            return 0;
        }
        if (!position.matches("[0-9]{1,9}")) {
            throw badRequest("Invalid position parameter: " + position);
        }
        return Integer.parseInt(position);
    }

    private static GatewayResponse update(Repositories in, UpdateGatewayResponseRequest request) {
        String apiId = request.restApiId();
        GatewayResponseType type = GatewayResponseType.valueOf(request.responseType());
        in.of(RestTypes.API).get(apiId);
        GatewayResponse changed =
                Patches.apply(
                        PATCH,
                        RestTypes.GATEWAY_RESPONSE,
                        CustomResponses.inForce(in, apiId, type),
                        request.patchOperations());
        return in.of(RestTypes.GATEWAY_RESPONSE, apiId).put(checked(changed, type));
    }
}
