package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.RequestValidator;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.map.MediaTypes;
import dev.gatehouse.gateway.plan.schema.BodySchema;
import dev.gatehouse.gateway.plan.schema.ModelSchemas;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.plan.schema.RequiredParameter;
import dev.gatehouse.gateway.plan.schema.RequiredParameter.Location;
import dev.gatehouse.gateway.resource.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Compiles what the methods of one deployment ask of requests, each schema once. */
final class RequestRulesCompiler {
    private static final String PARAMETER = "method.request.";

    private final Map<String, RequestValidator> validators = new HashMap<>();
    private final ModelSchemas models;

    RequestRulesCompiler(String apiId, RestSnapshot snapshot) {
        for (Document document : snapshot.validators()) {
            RequestValidator validator = RestTypes.REQUEST_VALIDATOR.read(document);
            validators.put(Objects.requireNonNull(validator.id()), validator);
        }
        Map<String, String> texts = new HashMap<>();
        for (Document document : snapshot.models()) {
            Model model = RestTypes.MODEL.read(document);
            if (model.schema() != null) {
                texts.put(Objects.requireNonNull(model.name()), model.schema());
            }
        }
        this.models = new ModelSchemas(apiId, texts);
    }

    /** What a method asks; nothing when it names no validator. */
    RequestRules of(Method method) {
        String id = Objects.requireNonNullElse(method.requestValidatorId(), "");
        RequestValidator validator = validators.get(id);
        return validator == null
                ? RequestRules.NONE
                : new RequestRules(
                        Boolean.TRUE.equals(validator.validateRequestParameters())
                                ? required(method)
                                : List.of(),
                        Boolean.TRUE.equals(validator.validateRequestBody())
                                ? bodies(method)
                                : Map.of());
    }

    /** Those that the method marks so; rejections list headers, paths and queries in this order. */
    private static List<RequiredParameter> required(Method method) {
        return Objects.requireNonNullElse(method.requestParameters(), Map.<String, Boolean>of())
                .entrySet()
                .stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .sorted()
                .map(RequestRulesCompiler::parameter)
                .toList();
    }

    private static RequiredParameter parameter(String key) {
        String[] parts = key.substring(PARAMETER.length()).split("\\.", 2);
        return new RequiredParameter(Location.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1]);
    }

    private Map<String, BodySchema> bodies(Method method) {
        Map<String, BodySchema> bodies = new HashMap<>();
        Objects.requireNonNullElse(method.requestModels(), Map.<String, String>of())
                .forEach(
                        (type, model) -> {
                            String essence = MediaTypes.essence(type);
                            if (essence.contains("json")) {
                                bodies.put(essence, models.of(model));
                            }
                        });
        return bodies;
    }
}
