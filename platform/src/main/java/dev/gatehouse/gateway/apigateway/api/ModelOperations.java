package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateModelRequest;
import dev.gatehouse.aws.apigateway.DeleteModelRequest;
import dev.gatehouse.aws.apigateway.GetModelRequest;
import dev.gatehouse.aws.apigateway.GetModelsRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.Models;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.UpdateModelRequest;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.method.MethodResponseOperations;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Paging;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on models: the schemas that methods may name. */
public final class ModelOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.EXACT_TEXT, "/description", "/schema")
                    .build();

    private final RestTransactions transactions;

    public ModelOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public Model create(RequestContext context, CreateModelRequest request) {
        String apiId = request.restApiId();
        String description = request.description();
        Model wanted =
                RestTypes.MODEL.from(request).toBuilder()
                        .id(Ids.part())
                        .description("".equals(description) ? null : description)
                        .build();
        return transactions.call(
                context,
                repositories -> {
                    repositories.api(apiId);
                    if (request.name().isEmpty()) {
                        throw badRequest("Model name must be non-empty");
                    }
                    if (!request.name().matches("[a-zA-Z0-9]+")) {
                        throw badRequest("Model name must be alphanumeric: " + request.name());
                    }
                    checkSchema(wanted);
                    if (repositories.models(apiId).find(request.name()).isPresent()) {
                        throw conflict("Model name already exists for this REST API");
                    }
                    return repositories.models(apiId).put(request.name(), wanted);
                });
    }

    private static void checkSchema(Model model) {
        String schema = Objects.requireNonNullElse(model.schema(), "");
        if (schema.isBlank() || schema.strip().equals("{}")) {
            throw badRequest("Model schema must have at least 1 property or array items defined");
        }
    }

    public Model get(RequestContext context, GetModelRequest request) {
        reject("flatten", request.flatten());
        return transactions.call(
                context,
                repositories -> repositories.model(request.restApiId(), request.modelName()));
    }

    public Models list(RequestContext context, GetModelsRequest request) {
        String apiId = request.restApiId();
        int limit = Paging.limit(request.limit());
        Page<Model> page =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return repositories.models(apiId).page(request.position(), limit);
                        });
        return Models.builder().items(page.items()).position(page.next()).build();
    }

    public Model update(RequestContext context, UpdateModelRequest request) {
        String apiId = request.restApiId();
        return transactions.call(
                context,
                repositories -> {
                    Model model = repositories.model(apiId, request.modelName());
                    Model changed =
                            Patches.apply(PATCH, RestTypes.MODEL, model, request.patchOperations());
                    checkSchema(changed);
                    return repositories.models(apiId).put(request.modelName(), changed);
                });
    }

    public Empty delete(RequestContext context, DeleteModelRequest request) {
        String apiId = request.restApiId();
        String name = request.modelName();
        return transactions.call(
                context,
                repositories -> {
                    repositories.model(apiId, name);
                    repositories
                            .resources(apiId)
                            .all()
                            .forEach(resource -> rejectIfUsed(name, resource));
                    repositories.models(apiId).delete(name);
                    return Empty.EMPTY;
                });
    }

    private static void rejectIfUsed(String model, Resource resource) {
        MethodEntry.methods(resource)
                .forEach(
                        (verb, method) -> {
                            String use = use(model, method);
                            if (use != null) {
                                throw conflict(
                                        "Cannot delete model '%s', is referenced in method %s: %s/%s"
                                                .formatted(model, use, resource.path(), verb));
                            }
                        });
    }

    private static @Nullable String use(String model, Method method) {
        if (names(method.requestModels(), model)) {
            return "request";
        }
        for (MethodResponse response : MethodResponseOperations.responses(method).values()) {
            if (names(response.responseModels(), model)) {
                return "response";
            }
        }
        return null;
    }

    private static boolean names(@Nullable Map<String, String> models, String model) {
        return models != null && models.containsValue(model);
    }
}
