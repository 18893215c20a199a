package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.DeleteGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.GatewayResponses;
import dev.gatehouse.aws.apigateway.GetGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.GetGatewayResponsesRequest;
import dev.gatehouse.aws.apigateway.PutGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.UpdateGatewayResponseRequest;
import dev.gatehouse.gateway.apigateway.method.Mappings;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Paging;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.wire.RequestContext;
import java.util.Arrays;
import java.util.List;

/** The operations on the answers a REST API gives without its integrations. */
public final class GatewayResponseOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_PATH)
                    .replace(PatchType.TEXT, "/statusCode")
                    .entries(PatchType.TEXT, "/responseParameters", Mappings.NO_PARAMETER)
                    .entries(PatchType.TEXT, "/responseTemplates", Mappings.NO_CONTENT_TYPE)
                    .build();

    private final RestTransactions transactions;

    public GatewayResponseOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public GatewayResponse put(RequestContext context, PutGatewayResponseRequest request) {
        String apiId = request.restApiId();
        GatewayResponseType type = GatewayResponseType.valueOf(request.responseType());
        GatewayResponse wanted =
                CustomResponses.complete(RestTypes.GATEWAY_RESPONSE.from(request), type);
        CustomResponses.check(wanted);
        return transactions.call(
                context,
                repositories -> {
                    repositories.api(apiId);
                    return repositories.gatewayResponses(apiId).put(type.name(), wanted);
                });
    }

    public GatewayResponse get(RequestContext context, GetGatewayResponseRequest request) {
        String apiId = request.restApiId();
        GatewayResponseType type = GatewayResponseType.valueOf(request.responseType());
        return transactions.call(
                context,
                repositories -> {
                    repositories.api(apiId);
                    return CustomResponses.inForce(repositories, apiId, type);
                });
    }

    public GatewayResponses list(RequestContext context, GetGatewayResponsesRequest request) {
        String apiId = request.restApiId();
        int from = Paging.place(request.position());
        int limit = Paging.limit(request.limit());
        List<GatewayResponse> items =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return Arrays.stream(GatewayResponseType.values())
                                    .skip(from)
                                    .limit(limit)
                                    .map(type -> CustomResponses.inForce(repositories, apiId, type))
                                    .toList();
                        });
        int to = from + items.size();
        boolean more = to < GatewayResponseType.values().length;
        return GatewayResponses.builder()
                .items(items)
                .position(more ? Integer.toString(to) : null)
                .build();
    }

    public GatewayResponse update(RequestContext context, UpdateGatewayResponseRequest request) {
        String apiId = request.restApiId();
        GatewayResponseType type = GatewayResponseType.valueOf(request.responseType());
        return transactions.call(
                context,
                repositories -> {
                    repositories.api(apiId);
                    GatewayResponse changed =
                            Patches.apply(
                                    PATCH,
                                    RestTypes.GATEWAY_RESPONSE,
                                    CustomResponses.inForce(repositories, apiId, type),
                                    request.patchOperations());
                    GatewayResponse complete = CustomResponses.complete(changed, type);
                    CustomResponses.check(complete);
                    return repositories.gatewayResponses(apiId).put(type.name(), complete);
                });
    }

    public Empty delete(RequestContext context, DeleteGatewayResponseRequest request) {
        String apiId = request.restApiId();
        return transactions.call(
                context,
                repositories -> {
                    repositories.api(apiId);
                    if (!repositories.gatewayResponses(apiId).delete(request.responseType())) {
                        throw notFound("Gateway response type not defined on api");
                    }
                    return Empty.EMPTY;
                });
    }
}
