package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;
import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.DeleteMethodResponseRequest;
import dev.gatehouse.aws.apigateway.GetMethodResponseRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.PutMethodResponseRequest;
import dev.gatehouse.aws.apigateway.UpdateMethodResponseRequest;
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

/** The operations on the responses a method declares. */
public final class MethodResponseOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .entries(PatchType.BOOLEAN, "/responseParameters", Mappings.NO_PARAMETER)
                    .entries(PatchType.EXACT_TEXT, "/responseModels", Mappings.NO_CONTENT_TYPE)
                    .build();

    private final RestTransactions transactions;

    public MethodResponseOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public MethodResponse put(RequestContext context, PutMethodResponseRequest request) {
        MethodResponse wanted = RestTypes.METHOD_RESPONSE.from(request);
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    if (responses(entry.method()).containsKey(request.statusCode())) {
                        throw conflict("Response already exists for this resource");
                    }
                    check(entry, wanted);
                    write(entry, request.statusCode(), wanted);
                    return wanted;
                });
    }

    public MethodResponse get(RequestContext context, GetMethodResponseRequest request) {
        return MethodEntry.in(
                transactions, context, request, entry -> find(entry, request.statusCode()));
    }

    public MethodResponse update(RequestContext context, UpdateMethodResponseRequest request) {
        return MethodEntry.in(
                transactions,
                context,
                request,
                entry -> {
                    MethodResponse changed =
                            Patches.apply(
                                    PATCH,
                                    RestTypes.METHOD_RESPONSE,
                                    find(entry, request.statusCode()),
                                    request.patchOperations());
                    check(entry, changed);
                    write(entry, request.statusCode(), changed);
                    return changed;
                });
    }

    public Empty delete(RequestContext context, DeleteMethodResponseRequest request) {
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

    private static void check(MethodEntry entry, MethodResponse response) {
        Map<String, Boolean> parameters =
                Objects.requireNonNullElse(response.responseParameters(), Map.of());
        for (String parameter : parameters.keySet()) {
            if (!parameter.matches("method\\.response\\.header\\..+")) {
                throw Mappings.invalid("Invalid mapping expression specified: " + parameter);
            }
        }
        Map<String, String> models =
                Objects.requireNonNullElse(response.responseModels(), Map.of());
        MethodRules.checkModels(entry.repositories(), entry.apiId(), models.values());
    }

    private static MethodResponse find(MethodEntry entry, String statusCode) {
        MethodResponse response = responses(entry.method()).get(statusCode);
        if (response == null) {
            throw notFound("Invalid Response status code specified");
        }
        return response;
    }

    private static void write(
            MethodEntry entry, String statusCode, @Nullable MethodResponse response) {
        Method method = entry.method();
        entry.put(
                method.toBuilder()
                        .methodResponses(
                                MethodEntry.changed(responses(method), statusCode, response))
                        .build());
    }

    /** The responses a method declares, by status code. */
    public static Map<String, MethodResponse> responses(Method method) {
        return Objects.requireNonNullElse(method.methodResponses(), Map.of());
    }
}
