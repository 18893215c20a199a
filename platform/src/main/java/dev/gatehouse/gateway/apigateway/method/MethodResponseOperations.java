package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteMethodResponseRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.PutMethodResponseRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on the responses a method declares. */
public final class MethodResponseOperations {
    private static final StatusResponses<MethodResponse> RESPONSES =
            new StatusResponses<>(
                    RestTypes.METHOD_RESPONSE,
                    PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                            .entries(
                                    PatchType.BOOLEAN, "/responseParameters", Mappings.NO_PARAMETER)
                            .entries(
                                    PatchType.EXACT_TEXT,
                                    "/responseModels",
                                    Mappings.NO_CONTENT_TYPE)
                            .build(),
                    entry -> responses(entry.method()),
                    MethodResponseOperations::write,
                    MethodResponseOperations::check);

    private MethodResponseOperations() {}

    public static void addTo(Resources service) {
        service.on(ApiGateway.PUT_METHOD_RESPONSE, MethodResponseOperations::put)
                .on(
                        ApiGateway.GET_METHOD_RESPONSE,
                        (in, request) ->
                                RESPONSES.get(MethodEntry.of(in, request), request.statusCode()))
                .on(
                        ApiGateway.UPDATE_METHOD_RESPONSE,
                        (in, request) ->
                                RESPONSES.update(
                                        MethodEntry.of(in, request),
                                        request.statusCode(),
                                        request.patchOperations()))
                .on(ApiGateway.DELETE_METHOD_RESPONSE, MethodResponseOperations::delete);
    }

    private static MethodResponse put(Repositories in, PutMethodResponseRequest request) {
        MethodEntry entry = MethodEntry.of(in, request);
        if (RESPONSES.has(entry, request.statusCode())) {
            throw conflict("Response already exists for this resource");
        }
        MethodResponse wanted = RestTypes.METHOD_RESPONSE.from(request);
        return RESPONSES.put(entry, request.statusCode(), wanted);
    }

    private static Empty delete(Repositories in, DeleteMethodResponseRequest request) {
        RESPONSES.delete(MethodEntry.of(in, request), request.statusCode());
        return Empty.EMPTY;
    }

    private static void check(MethodEntry entry, MethodResponse response) {
        check(entry.in(), entry.apiId(), response);
    }

    /** Rejects what AWS rejects of a response that a method of an API declares. */
    public static void check(Repositories in, String apiId, MethodResponse response) {
        Map<String, Boolean> parameters =
                Objects.requireNonNullElse(response.responseParameters(), Map.of());
        for (String parameter : parameters.keySet()) {
            if (!parameter.matches("method\\.response\\.header\\..+")) {
                throw Mappings.invalid("Invalid mapping expression specified: " + parameter);
            }
        }
        Map<String, String> models =
                Objects.requireNonNullElse(response.responseModels(), Map.of());
        MethodRules.checkModels(in, apiId, models.values());
    }

    private static void write(MethodEntry entry, @Nullable Map<String, MethodResponse> responses) {
        entry.put(entry.method().toBuilder().methodResponses(responses).build());
    }

    /** The responses a method declares, by status code. */
    public static Map<String, MethodResponse> responses(Method method) {
        return Objects.requireNonNullElse(method.methodResponses(), Map.of());
    }
}
