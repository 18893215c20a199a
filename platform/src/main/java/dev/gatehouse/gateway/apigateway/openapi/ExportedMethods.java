package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.apigateway.method.IntegrationResponseOperations;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.method.MethodResponseOperations;
import dev.gatehouse.gateway.openapi.Extensions;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Methods as operations of a document. */
final class ExportedMethods {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REQUEST = "method.request.";
    private static final String HEADER = "method.response.header.";

    private final boolean swagger;
    private final ExportExtensions extensions;
    private final ExportedSecurity security;
    private final Map<String, String> validators;

    /**
     * @param validators the names of the API's request validators by id
     */
    ExportedMethods(
            boolean swagger,
            ExportExtensions extensions,
            ExportedSecurity security,
            Map<String, String> validators) {
        this.swagger = swagger;
        this.extensions = extensions;
        this.security = security;
        this.validators = validators;
    }

    /** How references to models begin. */
    static String reference(boolean swagger) {
        return swagger ? "#/definitions/" : "#/components/schemas/";
    }

    /** The methods of a resource as a path of the document. */
    ObjectNode of(Resource resource) {
        ObjectNode item = JSON.objectNode();
        MethodEntry.methods(resource)
                .forEach(
                        (verb, method) ->
                                item.set(
                                        verb.equals("ANY")
                                                ? Extensions.ANY_METHOD
                                                : verb.toLowerCase(Locale.ROOT),
                                        operation(method, resource.id())));
        return item;
    }

    private ObjectNode operation(Method method, @Nullable String resourceId) {
        ObjectNode operation = JSON.objectNode();
        ExportedIntegration.put(operation, "operationId", method.operationName());
        if (swagger) {
            types(operation, "consumes", consumed(method));
            types(operation, "produces", produced(method));
        }
        ArrayNode parameters = parameters(method);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (!swagger && method.requestModels() != null) {
            ObjectNode body = operation.putObject("requestBody");
            body.set("content", content(method.requestModels()));
            body.put("required", true);
        }
        ObjectNode responses = operation.putObject("responses");
        MethodResponseOperations.responses(method)
                .forEach((status, response) -> responses.set(status, response(status, response)));
        security.of(method).ifPresent(asked -> operation.set("security", asked));
        String validator = validators.get(String.valueOf(method.requestValidatorId()));
        if (extensions.all() && validator != null) {
            operation.put(Extensions.REQUEST_VALIDATOR, validator);
        }
        Integration integration = method.methodIntegration();
        if (extensions.integrations() && integration != null) {
            operation.set(Extensions.INTEGRATION, ExportedIntegration.of(integration, resourceId));
        }
        return operation;
    }

    private static void types(ObjectNode operation, String member, Set<String> types) {
        if (!types.isEmpty()) {
            types.forEach(operation.putArray(member)::add);
        }
    }

    /** Recorded: also what only templates name. */
    private static Set<String> consumed(Method method) {
        Set<String> types = new TreeSet<>(keys(method.requestModels()));
        if (method.methodIntegration() != null) {
            types.addAll(keys(method.methodIntegration().requestTemplates()));
        }
        return types;
    }

    private static Set<String> produced(Method method) {
        Set<String> types = new TreeSet<>();
        for (MethodResponse each : MethodResponseOperations.responses(method).values()) {
            types.addAll(keys(each.responseModels()));
        }
        if (method.methodIntegration() != null) {
            for (IntegrationResponse each :
                    IntegrationResponseOperations.responses(method.methodIntegration()).values()) {
                types.addAll(keys(each.responseTemplates()));
            }
        }
        return types;
    }

    private static Set<String> keys(@Nullable Map<String, String> map) {
        return map == null ? Set.of() : map.keySet();
    }

    private ArrayNode parameters(Method method) {
        ArrayNode parameters = JSON.arrayNode();
        Objects.requireNonNullElse(method.requestParameters(), Map.<String, Boolean>of())
                .forEach((name, required) -> parameters.add(parameter(name, required)));
        Iterator<String> models =
                Objects.requireNonNullElse(method.requestModels(), Map.<String, String>of())
                        .values()
                        .iterator();
        if (swagger && models.hasNext()) {
            String model = models.next();
            parameters
                    .addObject()
                    .put("in", "body")
                    .put("name", model)
                    .put("required", true)
                    .set("schema", schema(model));
        }
        return parameters;
    }

    private ObjectNode parameter(String name, boolean required) {
        String[] parts = name.substring(REQUEST.length()).split("\\.", 2);
        ObjectNode parameter = JSON.objectNode();
        parameter.put("name", parts[1]);
        parameter.put("in", parts[0].equals("querystring") ? "query" : parts[0]);
        if (swagger || required) {
            parameter.put("required", required);
        }
        if (swagger) {
            return parameter.put("type", "string");
        }
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private ObjectNode response(String status, MethodResponse response) {
        ObjectNode said = JSON.objectNode().put("description", status + " response");
        Map<String, String> models =
                Objects.requireNonNullElse(response.responseModels(), Map.<String, String>of());
        if (swagger && !models.isEmpty()) {
            said.set("schema", schema(models.values().iterator().next()));
        }
        Map<String, Boolean> headers =
                Objects.requireNonNullElse(
                        response.responseParameters(), Map.<String, Boolean>of());
        if (!headers.isEmpty()) {
            ObjectNode named = said.putObject("headers");
            headers.keySet()
                    .forEach(
                            name -> {
                                ObjectNode header =
                                        named.putObject(name.substring(HEADER.length()));
                                (swagger ? header : header.putObject("schema"))
                                        .put("type", "string");
                            });
        }
        if (!swagger) {
            said.set("content", content(models));
        }
        return said;
    }

    private ObjectNode content(Map<String, String> models) {
        ObjectNode content = JSON.objectNode();
        models.forEach((type, model) -> content.putObject(type).set("schema", schema(model)));
        return content;
    }

    private ObjectNode schema(String model) {
        return JSON.objectNode().put("$ref", reference(swagger) + model);
    }
}
