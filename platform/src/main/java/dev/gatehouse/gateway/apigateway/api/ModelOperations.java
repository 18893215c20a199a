package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateModelRequest;
import dev.gatehouse.aws.apigateway.DeleteModelRequest;
import dev.gatehouse.aws.apigateway.GetModelRequest;
import dev.gatehouse.aws.apigateway.GetModelTemplateRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.Template;
import dev.gatehouse.aws.apigateway.UpdateModelRequest;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.method.MethodResponseOperations;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.plan.schema.FlatModel;
import dev.gatehouse.gateway.plan.schema.ModelSchemas;
import dev.gatehouse.gateway.plan.schema.ModelTemplate;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations on models: the schemas that methods may name. */
public final class ModelOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.EXACT_TEXT, "/description", "/schema")
                    .build();

    private ModelOperations() {}

    public static void addTo(Resources service) {
        service.on(ApiGateway.GET_MODEL_TEMPLATE, ModelOperations::template)
                .of(RestTypes.MODEL)
                .create(ApiGateway.CREATE_MODEL, ModelOperations::create)
                .get(ApiGateway.GET_MODEL, ModelOperations::get)
                .list(ApiGateway.GET_MODELS)
                .update(ApiGateway.UPDATE_MODEL, ModelOperations::update)
                .delete(ApiGateway.DELETE_MODEL, ModelOperations::rejectIfUsed);
    }

    private static Model create(Repositories in, CreateModelRequest request) {
        String name = request.name();
        String description = request.description();
        ModelRules.checkName(name);
        Model wanted =
                RestTypes.MODEL.from(request).toBuilder()
                        .id(Ids.part())
                        .description("".equals(description) ? null : description)
                        .build();
        checkSchema(in, request.restApiId(), wanted);
        if (in.of(RestTypes.MODEL, request.restApiId()).find(name).isPresent()) {
            throw conflict("Model name already exists for this REST API");
        }
        return wanted;
    }

    private static Model get(Repositories in, Model model, GetModelRequest request) {
        return Boolean.TRUE.equals(request.flatten())
                ? model.toBuilder()
                        .schema(
                                FlatModel.of(
                                        schema(model),
                                        schemas(in.of(RestTypes.MODEL, request.restApiId()))))
                        .build()
                : model;
    }

    private static Model update(Repositories in, Model model, UpdateModelRequest request) {
        Model changed = Patches.apply(PATCH, RestTypes.MODEL, model, request.patchOperations());
        checkSchema(in, request.restApiId(), changed);
        return changed;
    }

    /** Also what it refers to among the API's other models. */
    private static void checkSchema(Repositories in, String apiId, Model model) {
        String schema = Objects.requireNonNullElse(model.schema(), "");
        Map<String, String> texts = new HashMap<>();
        if (schema.contains("$ref")) {
            in.of(RestTypes.MODEL, apiId)
                    .all()
                    .forEach(
                            each ->
                                    texts.put(
                                            String.valueOf(each.name()),
                                            Objects.requireNonNullElse(each.schema(), "{}")));
        }
        texts.put(String.valueOf(model.name()), schema);
        ModelRules.checkSchema(model, new ModelSchemas(apiId, texts));
    }

    private static void rejectIfUsed(Repositories in, Model model, DeleteModelRequest request) {
        in.of(RestTypes.RESOURCE, request.restApiId())
                .all()
                .forEach(resource -> rejectIfUsed(request.modelName(), resource));
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

    private static Template template(Repositories in, GetModelTemplateRequest request) {
        Repository<Model> models = in.of(RestTypes.MODEL, request.restApiId());
        Model model = models.get(request.modelName());
        try {
            return Template.builder()
                    .value(ModelTemplate.of(schema(model), schemas(models)))
                    .build();
        } catch (IllegalArgumentException text) {
            throw badRequest("Model schema is not valid JSON: " + model.name());
        }
    }

    private static Function<String, Optional<String>> schemas(Repository<Model> models) {
        return name -> models.find(name).map(ModelOperations::schema);
    }

    private static String schema(Model model) {
        return Objects.requireNonNullElse(model.schema(), "{}");
    }
}
