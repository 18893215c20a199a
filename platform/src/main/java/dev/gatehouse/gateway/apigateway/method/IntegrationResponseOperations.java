package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.DeleteIntegrationResponseRequest;
import dev.gatehouse.aws.apigateway.GetIntegrationResponseRequest;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.PutIntegrationResponseRequest;
import dev.gatehouse.aws.apigateway.UpdateIntegrationResponseRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on what an integration's responses become. */
public final class IntegrationResponseOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.EXACT_TEXT, "/selectionPattern")
                    .replace(PatchType.TEXT, "/contentHandling")
                    .entries(PatchType.EXACT_TEXT, "/responseParameters", Mappings.NO_PARAMETER)
                    .entries(PatchType.EXACT_TEXT, "/responseTemplates", Mappings.NO_CONTENT_TYPE)
                    .build();

    private final RestTransactions transactions;

    public IntegrationResponseOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public IntegrationResponse put(RequestContext context, PutIntegrationResponseRequest request) {
        IntegrationResponse wanted = RestTypes.INTEGRATION_RESPONSE.from(request);
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    IntegrationResponseRules.check(wanted, entry.method());
                    write(entry, request.statusCode(), wanted);
                    return wanted;
                });
    }

    public IntegrationResponse get(RequestContext context, GetIntegrationResponseRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    entry.method();
                    return find(entry, request.statusCode());
                });
    }

    public IntegrationResponse update(
            RequestContext context, UpdateIntegrationResponseRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    IntegrationResponse changed =
                            Patches.apply(
                                    PATCH,
                                    RestTypes.INTEGRATION_RESPONSE,
                                    find(entry, request.statusCode()),
                                    request.patchOperations());
                    IntegrationResponseRules.check(changed, entry.method());
                    write(entry, request.statusCode(), changed);
                    return changed;
                });
    }

    public Empty delete(RequestContext context, DeleteIntegrationResponseRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    find(entry, request.statusCode());
                    write(entry, request.statusCode(), null);
                    return Empty.EMPTY;
                });
    }

    private static IntegrationResponse find(MethodEntry entry, String statusCode) {
        IntegrationResponse response = responses(entry.integration()).get(statusCode);
        if (response == null) {
            throw notFound("Invalid Response status code specified");
        }
        return response;
    }

    private static void write(
            MethodEntry entry, String statusCode, @Nullable IntegrationResponse response) {
        Integration integration = entry.integration();
        entry.put(
                integration.toBuilder()
                        .integrationResponses(
                                MethodEntry.changed(responses(integration), statusCode, response))
                        .build());
    }

    /** What an integration's responses become, by status code. */
    public static Map<String, IntegrationResponse> responses(Integration integration) {
        return Objects.requireNonNullElse(integration.integrationResponses(), Map.of());
    }
}
