package dev.gatehouse.gateway.apigatewayv2.websocket;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateModelRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteModelRequest;
import dev.gatehouse.aws.apigatewayv2.GetModelTemplateRequest;
import dev.gatehouse.aws.apigatewayv2.GetModelTemplateResponse;
import dev.gatehouse.aws.apigatewayv2.Model;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.UpdateModelRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.plan.schema.ModelSchemas;
import dev.gatehouse.gateway.plan.schema.ModelTemplate;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The operations on the models of a WebSocket API: what its messages must be. */
public final class MessageModelOperations {
    private static final String NAME = "[A-Za-z0-9]{1,128}";

    private MessageModelOperations() {}

    public static void addTo(Resources service, Deploying deploying) {
        service.of(HttpTypes.MODEL)
                .get(ApiGatewayV2.GET_MODEL)
                .list(ApiGatewayV2.GET_MODELS)
                .writing(deploying.with((_, _) -> new Effect.OnEverything()))
                .create(ApiGatewayV2.CREATE_MODEL, MessageModelOperations::create)
                .update(ApiGatewayV2.UPDATE_MODEL, MessageModelOperations::update)
                .delete(ApiGatewayV2.DELETE_MODEL, MessageModelOperations::rejectIfUsed);
        service.on(ApiGatewayV2.GET_MODEL_TEMPLATE, MessageModelOperations::template);
    }

    private static GetModelTemplateResponse template(
            Repositories in, GetModelTemplateRequest request) {
        List<Model> models = in.of(HttpTypes.MODEL, request.apiId()).all();
        Model model = in.of(HttpTypes.MODEL, request.apiId()).get(request.modelId());
        return GetModelTemplateResponse.builder()
                .value(
                        ModelTemplate.of(
                                String.valueOf(model.schema()),
                                name ->
                                        models.stream()
                                                .filter(each -> name.equals(each.name()))
                                                .map(each -> String.valueOf(each.schema()))
                                                .findFirst()))
                .build();
    }

    private static Model create(Repositories in, CreateModelRequest request) {
        if (Protocol.of(in, request.apiId()) == Protocol.HTTP) {
            throw badRequest("Models are supported for WebSocket APIs only");
        }
        Model wanted =
                HttpTypes.MODEL.from(request).toBuilder()
                        .modelId(Ids.part())
                        .contentType(
                                Objects.requireNonNullElse(
                                        request.contentType(), "application/json"))
                        .build();
        check(in, request.apiId(), wanted);
        return wanted;
    }

    private static Model update(Repositories in, Model model, UpdateModelRequest request) {
        Model changed = Updates.merge(HttpTypes.MODEL, model, request);
        check(in, request.apiId(), changed);
        return changed;
    }

    private static void check(Repositories in, String apiId, Model model) {
        String name = String.valueOf(model.name());
        if (!name.matches(NAME)) {
            throw badRequest("Model name must be alphanumeric: " + name);
        }
        if (!String.valueOf(model.contentType()).contains("/")) {
            throw badRequest("Invalid content type specified: " + model.contentType());
        }
        Map<String, String> schemas = new HashMap<>();
        for (Model other : in.of(HttpTypes.MODEL, apiId).all()) {
            boolean same = Objects.equals(other.modelId(), model.modelId());
            if (!same && name.equals(other.name())) {
                throw conflict("Model name already exists for this API");
            }
            schemas.put(String.valueOf(other.name()), String.valueOf(other.schema()));
        }
        if (model.schema() == null) {
            throw badRequest("Model schema must not be empty");
        }
        schemas.put(name, model.schema());
        new ModelSchemas(apiId, schemas)
                .problem(name)
                .ifPresent(
                        problem -> {
                            throw badRequest("Invalid model specified: " + problem);
                        });
    }

    private static void rejectIfUsed(Repositories in, Model model, DeleteModelRequest request) {
        for (Route route : in.of(HttpTypes.ROUTE, request.apiId()).all()) {
            if (route.requestModels() != null
                    && route.requestModels().containsValue(model.name())) {
                throw conflict(
                        "Cannot delete model '%s', it is used by route %s"
                                .formatted(model.name(), route.routeKey()));
            }
        }
    }
}
