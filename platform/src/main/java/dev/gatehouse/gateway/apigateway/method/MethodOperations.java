package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteMethodRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.PutMethodRequest;
import dev.gatehouse.aws.apigateway.UpdateMethodRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Locale;

/** The operations on the methods of a resource. */
public final class MethodOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.EXACT_TEXT, "/authorizationType")
                    .replace(PatchType.TEXT, "/authorizerId", "/operationName")
                    .replace(PatchType.TEXT, "/requestValidatorId")
                    .replace(PatchType.BOOLEAN, "/apiKeyRequired")
                    .entries(PatchType.BOOLEAN, "/requestParameters", Mappings.NO_PARAMETER)
                    .entries(PatchType.EXACT_TEXT, "/requestModels", Mappings.NO_CONTENT_TYPE)
                    .values("/authorizationScopes")
                    .elements("/authorizationScopes")
                    .build();

    private MethodOperations() {}

    public static void addTo(Resources service) {
        service.on(ApiGateway.PUT_METHOD, MethodOperations::put)
                .on(ApiGateway.GET_METHOD, (in, request) -> MethodEntry.of(in, request).method())
                .on(ApiGateway.UPDATE_METHOD, MethodOperations::update)
                .on(ApiGateway.DELETE_METHOD, MethodOperations::delete);
    }

    private static Method put(Repositories in, PutMethodRequest request) {
        MethodEntry entry = MethodEntry.of(in, request);
        MethodRules.checkVerb(request.httpMethod());
        if (entry.taken()) {
            throw conflict("Method already exists for this resource");
        }
        Method wanted =
                RestTypes.METHOD.from(request).toBuilder()
                        // Recorded: AWS takes "none" too.
                        .authorizationType(request.authorizationType().toUpperCase(Locale.ROOT))
                        .apiKeyRequired(Boolean.TRUE.equals(request.apiKeyRequired()))
                        .build();
        MethodRules.check(in, request.restApiId(), wanted);
        return entry.put(wanted);
    }

    private static Method update(Repositories in, UpdateMethodRequest request) {
        MethodEntry entry = MethodEntry.of(in, request);
        Method changed =
                Patches.apply(PATCH, RestTypes.METHOD, entry.method(), request.patchOperations());
        MethodRules.check(in, request.restApiId(), changed);
        return entry.put(changed);
    }

    private static Empty delete(Repositories in, DeleteMethodRequest request) {
        MethodEntry.of(in, request).remove();
        return Empty.EMPTY;
    }
}
