package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.notFound;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.DeleteGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.GatewayResponses;
import dev.gatehouse.aws.apigateway.GetGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.GetGatewayResponsesRequest;
import dev.gatehouse.aws.apigateway.PutGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.UpdateGatewayResponseRequest;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.rest.patch.PatchTable;
import dev.gatehouse.gateway.rest.patch.PatchType;
import dev.gatehouse.gateway.rest.patch.Wording;
import dev.gatehouse.wire.RequestContext;
import java.util.Arrays;
import java.util.List;

/** The operations on the answers a REST API gives without its integrations. */
final class GatewayResponseOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_PATH)
                    .replace(PatchType.TEXT, "/statusCode")
                    .entries(PatchType.TEXT, "/responseParameters", Mappings.NO_PARAMETER)
                    .entries(PatchType.TEXT, "/responseTemplates", Mappings.NO_CONTENT_TYPE)
                    .build();

    private final RestLibrary library;

    GatewayResponseOperations(RestLibrary library) {
        this.library = library;
    }

    GatewayResponse put(RequestContext context, PutGatewayResponseRequest request) {
        String apiId = request.restApiId();
        GatewayResponseType type = GatewayResponseType.valueOf(request.responseType());
        GatewayResponse wanted =
                CustomResponses.complete(RestForms.GATEWAY_RESPONSE.from(request), type);
        CustomResponses.check(wanted);
        return library.call(
                context,
                shelves -> {
                    shelves.api(apiId);
                    return shelves.gatewayResponses(apiId).put(type.name(), wanted);
                });
    }

    GatewayResponse get(RequestContext context, GetGatewayResponseRequest request) {
        String apiId = request.restApiId();
        GatewayResponseType type = GatewayResponseType.valueOf(request.responseType());
        return library.call(
                context,
                shelves -> {
                    shelves.api(apiId);
                    return CustomResponses.inForce(shelves, apiId, type);
                });
    }

    GatewayResponses list(RequestContext context, GetGatewayResponsesRequest request) {
        String apiId = request.restApiId();
        int from = Paging.place(request.position());
        int limit = Paging.limit(request.limit());
        List<GatewayResponse> items =
                library.call(
                        context,
                        shelves -> {
                            shelves.api(apiId);
                            return Arrays.stream(GatewayResponseType.values())
                                    .skip(from)
                                    .limit(limit)
                                    .map(type -> CustomResponses.inForce(shelves, apiId, type))
                                    .toList();
                        });
        int to = from + items.size();
        boolean more = to < GatewayResponseType.values().length;
        return GatewayResponses.builder()
                .items(items)
                .position(more ? Integer.toString(to) : null)
                .build();
    }

    GatewayResponse update(RequestContext context, UpdateGatewayResponseRequest request) {
        String apiId = request.restApiId();
        GatewayResponseType type = GatewayResponseType.valueOf(request.responseType());
        return library.call(
                context,
                shelves -> {
                    shelves.api(apiId);
                    GatewayResponse changed =
                            Patches.apply(
                                    PATCH,
                                    RestForms.GATEWAY_RESPONSE,
                                    CustomResponses.inForce(shelves, apiId, type),
                                    request.patchOperations());
                    GatewayResponse complete = CustomResponses.complete(changed, type);
                    CustomResponses.check(complete);
                    return shelves.gatewayResponses(apiId).put(type.name(), complete);
                });
    }

    Empty delete(RequestContext context, DeleteGatewayResponseRequest request) {
        String apiId = request.restApiId();
        return library.call(
                context,
                shelves -> {
                    shelves.api(apiId);
                    if (!shelves.gatewayResponses(apiId).delete(request.responseType())) {
                        throw notFound("Gateway response type not defined on api");
                    }
                    return Empty.EMPTY;
                });
    }
}
