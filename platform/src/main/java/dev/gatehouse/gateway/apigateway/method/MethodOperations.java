package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.DeleteMethodRequest;
import dev.gatehouse.aws.apigateway.GetMethodRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.PutMethodRequest;
import dev.gatehouse.aws.apigateway.UpdateMethodRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.wire.RequestContext;
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
                    .elements("/authorizationScopes")
                    .build();

    private final RestTransactions transactions;

    public MethodOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public Method put(RequestContext context, PutMethodRequest request) {
        Method wanted =
                RestTypes.METHOD.from(request).toBuilder()
                        // Recorded: AWS takes "none" too.
                        .authorizationType(request.authorizationType().toUpperCase(Locale.ROOT))
                        .apiKeyRequired(Boolean.TRUE.equals(request.apiKeyRequired()))
                        .build();
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    MethodRules.checkVerb(request.httpMethod());
                    if (entry.taken()) {
                        throw conflict("Method already exists for this resource");
                    }
                    MethodRules.check(entry.repositories(), entry.apiId(), wanted);
                    return entry.put(wanted);
                });
    }

    public Method get(RequestContext context, GetMethodRequest request) {
        return MethodEntry.in(transactions, context, request, MethodEntry::method);
    }

    public Method update(RequestContext context, UpdateMethodRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    Method changed =
                            Patches.apply(
                                    PATCH,
                                    RestTypes.METHOD,
                                    entry.method(),
                                    request.patchOperations());
                    MethodRules.check(entry.repositories(), entry.apiId(), changed);
                    return entry.put(changed);
                });
    }

    public Empty delete(RequestContext context, DeleteMethodRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    entry.remove();
                    return Empty.EMPTY;
                });
    }
}
