package dev.gatehouse.gateway.apigateway.method;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.DeleteIntegrationRequest;
import dev.gatehouse.aws.apigateway.GetIntegrationRequest;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.PutIntegrationRequest;
import dev.gatehouse.aws.apigateway.UpdateIntegrationRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.wire.RequestContext;

/** The operations on the integration of a method. */
public final class IntegrationOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.TEXT, "/uri", "/httpMethod", "/credentials")
                    .replace(PatchType.TEXT, "/connectionType", "/connectionId")
                    .replace(PatchType.TEXT, "/integrationTarget", "/responseTransferMode")
                    .replace(PatchType.TEXT, "/passthroughBehavior", "/contentHandling")
                    .replace(PatchType.TEXT, "/cacheNamespace")
                    .replace(PatchType.BOOLEAN, "/tlsConfig/insecureSkipVerification")
                    .number(
                            PatchType.INTEGER,
                            "/timeoutInMillis",
                            "Invalid integer value specified")
                    .elements("/cacheKeyParameters")
                    .entries(PatchType.EXACT_TEXT, "/requestParameters", Mappings.NO_PARAMETER)
                    .entries(PatchType.EXACT_TEXT, "/requestTemplates", Mappings.NO_CONTENT_TYPE)
                    .build();

    private final RestTransactions transactions;

    public IntegrationOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public Integration put(RequestContext context, PutIntegrationRequest request) {
        // The request's httpMethod names the method; the backend's is integrationHttpMethod.
        Integration named =
                RestTypes.INTEGRATION.from(request).toBuilder()
                        .httpMethod(request.integrationHttpMethod())
                        .build();
        // Recorded: a MOCK keeps nothing that would call a backend.
        Integration kept =
                "MOCK".equals(named.type())
                        ? named.toBuilder().uri(null).httpMethod(null).build()
                        : named;
        Integration wanted = IntegrationRules.withDefaults(kept, request.resourceId());
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    IntegrationRules.check(
                            wanted, entry.method(), transactions.limits(), context.account());
                    return entry.put(wanted);
                });
    }

    public Integration get(RequestContext context, GetIntegrationRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    entry.method();
                    return entry.integration();
                });
    }

    public Integration update(RequestContext context, UpdateIntegrationRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    Integration changed =
                            IntegrationRules.withDefaults(
                                    Patches.apply(
                                            PATCH,
                                            RestTypes.INTEGRATION,
                                            entry.integration(),
                                            request.patchOperations()),
                                    request.resourceId());
                    IntegrationRules.check(
                            changed, entry.method(), transactions.limits(), context.account());
                    return entry.put(changed);
                });
    }

    public Empty delete(RequestContext context, DeleteIntegrationRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    entry.integration();
                    entry.put((Integration) null);
                    return Empty.EMPTY;
                });
    }
}
