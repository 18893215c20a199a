package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.apigateway.method.IntegrationResponseOperations;
import dev.gatehouse.gateway.apigateway.method.IntegrationResponseRules;
import dev.gatehouse.gateway.apigateway.method.IntegrationRules;
import dev.gatehouse.gateway.apigateway.method.MethodResponseOperations;
import dev.gatehouse.gateway.apigateway.method.MethodRules;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations of a document as methods, each with its responses and its integration. */
final class ImportedMethods {
    private static final List<String> VERBS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final List<String> JSON = List.of("application/json");

    private final ImportContext context;
    private final ImportedModels models;
    private final ImportedSecurity security;
    private final Map<String, String> validators;

    /**
     * @param validators the ids of the API's request validators by name
     */
    ImportedMethods(
            ImportContext context,
            ImportedModels models,
            ImportedSecurity security,
            Map<String, String> validators) {
        this.context = context;
        this.models = models;
        this.security = security;
        this.validators = validators;
    }

    /** The methods that a path of the document has, by HTTP method. */
    Map<String, Method> of(Resource resource, JsonNode item) {
        Map<String, Method> methods = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : item.properties()) {
            boolean any = entry.getKey().equals(Extensions.ANY_METHOD);
            if (any || VERBS.contains(entry.getKey())) {
                String verb = any ? "ANY" : entry.getKey().toUpperCase(Locale.ROOT);
                Operation operation = new Operation(resource, verb, item, entry.getValue());
                method(operation).ifPresent(method -> methods.put(verb, method));
            }
        }
        return methods;
    }

    /** An operation and its place. */
    private record Operation(Resource resource, String verb, JsonNode item, JsonNode said) {
        String path() {
            return Objects.requireNonNull(resource.path());
        }

        String place() {
            return "method '%s' on resource at path '%s'".formatted(verb, path());
        }

        /** What cannot be done when a part of the method is rejected. */
        String failure(String part) {
            return "Unable to put %s on '%s' for resource at path '%s'"
                    .formatted(part, verb, path());
        }
    }

    private Optional<Method> method(Operation operation) {
        Method declared = declared(operation);
        boolean fits =
                context.report()
                        .attempt(
                                "Unable to put " + operation.place(),
                                () -> {
                                    MethodRules.checkVerb(operation.verb());
                                    MethodRules.check(context.in(), context.apiId(), declared);
                                });
        return fits
                ? Optional.of(withIntegration(operation, withResponses(operation, declared)))
                : Optional.empty();
    }

    private Method declared(Operation operation) {
        JsonNode said = operation.said();
        ImportedParameters parameters =
                ImportedParameters.of(
                        context, operation.path(), operation.item(), said, operation.place());
        Method method =
                Method.builder()
                        .httpMethod(operation.verb())
                        .operationName(Members.text(said, "operationId"))
                        .requestParameters(present(parameters.declared()))
                        .requestModels(present(requestModels(operation, parameters.body())))
                        .requestValidatorId(validator(operation))
                        .build();
        return security.protect(method, said, operation.place());
    }

    private @Nullable String validator(Operation operation) {
        JsonNode root = context.document().root();
        String name = Members.text(operation.said(), Extensions.REQUEST_VALIDATOR);
        if (name == null) {
            name = Members.text(root, Extensions.REQUEST_VALIDATOR);
        }
        if (name != null && !validators.containsKey(name)) {
            context.report()
                    .warn(
                            "Unable to find request validator '%s' of %s"
                                    .formatted(name, operation.place()));
        }
        return name == null ? null : validators.get(name);
    }

    private Map<String, String> requestModels(Operation operation, @Nullable JsonNode body) {
        if (body != null) {
            return modelsOf(types(operation, "consumes"), body, operation.place());
        }
        JsonNode request = context.document().resolved(operation.said().path("requestBody"));
        return modelsOf(request.path("content"), operation.place());
    }

    /** The media types of Swagger 2.0, which an operation or the whole document names. */
    private List<String> types(Operation operation, String member) {
        List<String> own = Members.texts(operation.said(), member);
        List<String> usual = Members.texts(context.document().root(), member);
        List<String> types = own == null ? usual : own;
        return types == null || types.isEmpty() ? JSON : types;
    }

    private Map<String, String> modelsOf(List<String> types, JsonNode schema, String place) {
        String model = models.named(schema, place);
        Map<String, String> named = new LinkedHashMap<>();
        if (model != null) {
            types.forEach(type -> named.put(type, model));
        }
        return named;
    }

    private Map<String, String> modelsOf(JsonNode content, String place) {
        Map<String, String> named = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : content.properties()) {
            String model = models.named(entry.getValue().path("schema"), place);
            if (model != null) {
                named.put(entry.getKey(), model);
            }
        }
        return named;
    }

    private Method withResponses(Operation operation, Method method) {
        Map<String, MethodResponse> responses = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : operation.said().path("responses").properties()) {
            String status = entry.getKey();
            if (!status.matches("[1-5][0-9]{2}")) {
                if (!status.startsWith("x-")) {
                    context.report()
                            .warn(
                                    "Ignoring response '%s' of %s: it is no status code"
                                            .formatted(status, operation.place()));
                }
                continue;
            }
            MethodResponse response =
                    response(operation, status, context.document().resolved(entry.getValue()));
            boolean fits =
                    context.report()
                            .attempt(
                                    operation.failure("method response"),
                                    () ->
                                            MethodResponseOperations.check(
                                                    context.in(), context.apiId(), response));
            if (fits) {
                responses.put(status, response);
            }
        }
        return method.toBuilder().methodResponses(present(responses)).build();
    }

    private MethodResponse response(Operation operation, String status, JsonNode said) {
        String place = "response '%s' of %s".formatted(status, operation.place());
        Map<String, Boolean> headers = new LinkedHashMap<>();
        said.path("headers")
                .fieldNames()
                .forEachRemaining(name -> headers.put("method.response.header." + name, false));
        Map<String, String> named =
                context.document().isSwagger()
                        ? modelsOf(types(operation, "produces"), said.path("schema"), place)
                        : modelsOf(said.path("content"), place);
        return MethodResponse.builder()
                .statusCode(status)
                .responseParameters(present(headers))
                .responseModels(present(named))
                .build();
    }

    private Method withIntegration(Operation operation, Method method) {
        JsonNode said = context.document().resolved(operation.said().path(Extensions.INTEGRATION));
        if (said.isMissingNode()) {
            return method;
        }
        Integration integration =
                IntegrationRules.fresh(
                        new ImportedIntegration(
                                        said, operation.path(), operation.verb(), context.report())
                                .read(),
                        Objects.requireNonNull(operation.resource().id()));
        context.report()
                .attempt(
                        operation.failure("integration"),
                        () ->
                                context.integrations()
                                        .check(integration, method, context.in().account()));
        IntegrationResponseOperations.responses(integration)
                .values()
                .forEach(
                        response ->
                                context.report()
                                        .attempt(
                                                operation.failure("integration response"),
                                                () ->
                                                        IntegrationResponseRules.check(
                                                                response, method)));
        return method.toBuilder().methodIntegration(integration).build();
    }

    /** The map, or null, as absent members are, when it is empty. */
    private static <V> @Nullable Map<String, V> present(Map<String, V> map) {
        return map.isEmpty() ? null : map;
    }
}
