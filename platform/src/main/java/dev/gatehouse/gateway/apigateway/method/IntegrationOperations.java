package dev.gatehouse.gateway.apigateway.method;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteIntegrationRequest;
import dev.gatehouse.aws.apigateway.GetIntegrationRequest;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.PutIntegrationRequest;
import dev.gatehouse.aws.apigateway.UpdateIntegrationRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;

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

    private IntegrationOperations() {}

    public static void addTo(Resources service, IntegrationRules rules) {
        service.on(ApiGateway.PUT_INTEGRATION, (in, request) -> put(in, request, rules))
                .on(ApiGateway.GET_INTEGRATION, IntegrationOperations::get)
                .on(ApiGateway.UPDATE_INTEGRATION, (in, request) -> update(in, request, rules))
                .on(ApiGateway.DELETE_INTEGRATION, IntegrationOperations::delete);
    }

    private static Integration put(
            Repositories in, PutIntegrationRequest request, IntegrationRules rules) {
        // The request's httpMethod names the method; the backend's is integrationHttpMethod.
        Integration named =
                RestTypes.INTEGRATION.from(request).toBuilder()
                        .httpMethod(request.integrationHttpMethod())
                        .build();
        Integration wanted = IntegrationRules.fresh(named, request.resourceId());
        MethodEntry entry = MethodEntry.of(in, request);
        rules.check(wanted, entry.method(), in.account());
        return entry.put(wanted);
    }

    private static Integration get(Repositories in, GetIntegrationRequest request) {
        MethodEntry entry = MethodEntry.of(in, request);
        entry.method();
        return entry.integration();
    }

    private static Integration update(
            Repositories in, UpdateIntegrationRequest request, IntegrationRules rules) {
        MethodEntry entry = MethodEntry.of(in, request);
        Integration patched =
                Patches.apply(
                        PATCH,
                        RestTypes.INTEGRATION,
                        entry.integration(),
                        request.patchOperations());
        Integration changed = IntegrationRules.withDefaults(patched, request.resourceId());
        rules.check(changed, entry.method(), in.account());
        return entry.put(changed);
    }

    private static Empty delete(Repositories in, DeleteIntegrationRequest request) {
        MethodEntry.of(in, request).removeIntegration();
        return Empty.EMPTY;
    }
}
