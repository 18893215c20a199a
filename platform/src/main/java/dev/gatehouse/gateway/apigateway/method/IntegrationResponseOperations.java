package dev.gatehouse.gateway.apigateway.method;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteIntegrationResponseRequest;
import dev.gatehouse.aws.apigateway.GetIntegrationResponseRequest;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on what an integration's responses become. */
public final class IntegrationResponseOperations {
    private static final StatusResponses<IntegrationResponse> RESPONSES =
            new StatusResponses<>(
                    RestTypes.INTEGRATION_RESPONSE,
                    PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                            .replace(PatchType.EXACT_TEXT, "/selectionPattern")
                            .replace(PatchType.TEXT, "/contentHandling")
                            .entries(
                                    PatchType.EXACT_TEXT,
                                    "/responseParameters",
                                    Mappings.NO_PARAMETER)
                            .entries(
                                    PatchType.EXACT_TEXT,
                                    "/responseTemplates",
                                    Mappings.NO_CONTENT_TYPE)
                            .build(),
                    entry -> responses(entry.integration()),
                    IntegrationResponseOperations::write,
                    (entry, response) -> IntegrationResponseRules.check(response, entry.method()));

    private IntegrationResponseOperations() {}

    public static void addTo(Resources service) {
        service.on(
                        ApiGateway.PUT_INTEGRATION_RESPONSE,
                        (in, request) ->
                                RESPONSES.put(
                                        MethodEntry.of(in, request),
                                        request.statusCode(),
                                        RestTypes.INTEGRATION_RESPONSE.from(request)))
                .on(ApiGateway.GET_INTEGRATION_RESPONSE, IntegrationResponseOperations::get)
                .on(
                        ApiGateway.UPDATE_INTEGRATION_RESPONSE,
                        (in, request) ->
                                RESPONSES.update(
                                        MethodEntry.of(in, request),
                                        request.statusCode(),
                                        request.patchOperations()))
                .on(ApiGateway.DELETE_INTEGRATION_RESPONSE, IntegrationResponseOperations::delete);
    }

    private static IntegrationResponse get(Repositories in, GetIntegrationResponseRequest request) {
        MethodEntry entry = MethodEntry.of(in, request);
        entry.method();
        return RESPONSES.get(entry, request.statusCode());
    }

    private static Empty delete(Repositories in, DeleteIntegrationResponseRequest request) {
        RESPONSES.delete(MethodEntry.of(in, request), request.statusCode());
        return Empty.EMPTY;
    }

    private static void write(
            MethodEntry entry, @Nullable Map<String, IntegrationResponse> responses) {
        entry.put(entry.integration().toBuilder().integrationResponses(responses).build());
    }

    /** What an integration's responses become, by status code. */
    public static Map<String, IntegrationResponse> responses(Integration integration) {
        return Objects.requireNonNullElse(integration.integrationResponses(), Map.of());
    }
}
