package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.auth.HttpAuth;
import dev.gatehouse.cloudformation.sam.auth.RestAuth;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Expands a function: itself, its role when it names none, and its events. */
final class ServerlessFunction {
    private static final String[] COPIED = {
        "FunctionName",
        "Handler",
        "Runtime",
        "Description",
        "MemorySize",
        "Timeout",
        "Environment",
        "Architectures",
        "CodeSigningConfigArn",
        "DurableConfig",
        "EphemeralStorage",
        "FileSystemConfigs",
        "ImageConfig",
        "KmsKeyArn",
        "ReservedConcurrentExecutions",
        "LoggingConfig",
        "PackageType",
        "Layers",
        "RecursiveLoop",
        "RuntimeManagementConfig",
        "Tags",
        "TenancyConfig",
        "VpcConfig"
    };

    private static final Set<String> SUPPORTED =
            Stream.of(
                            Stream.of(COPIED),
                            PublishedAlias.PROPERTIES.stream(),
                            AsynchronousEvents.PROPERTIES.stream(),
                            Stream.of(
                                    PublishedAlias.PROVISIONED,
                                    "CodeUri",
                                    "ImageUri",
                                    "InlineCode",
                                    "Role",
                                    "Policies",
                                    "Events",
                                    "FunctionUrlConfig",
                                    "Tracing"))
                    .flatMap(Function.identity())
                    .collect(Collectors.toUnmodifiableSet());

    private final ResourceDeclaration declared;
    private final Expansion expansion;
    private final String id;
    private final ObjectNode properties;

    ServerlessFunction(ResourceDeclaration declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
        this.id = declared.logicalId();
        this.properties = declared.properties();
    }

    void expand() {
        expansion.requireSupported(SUPPORTED, declared);
        if (properties.has(PublishedAlias.PROVISIONED) && !properties.has("AutoPublishAlias")) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. To set ProvisionedConcurrencyConfig"
                            + " AutoPublishALias must be defined on the function",
                    id);
        }
        ObjectNode function = Json.object();
        Json.copy(properties, function, COPIED);
        function.set("Code", code());
        function.set("Tags", tags());
        if (properties.has("Tracing")) {
            function.set("TracingConfig", Json.object().set("Mode", properties.get("Tracing")));
        }
        AsynchronousEvents events = new AsynchronousEvents(declared, expansion);
        events.describe(function);
        if (properties.has("Role")) {
            function.set("Role", properties.get("Role"));
        } else {
            FunctionRole role = new FunctionRole(id, properties.has("DurableConfig"), expansion);
            if (properties.has("VpcConfig")) {
                role.attach("AWSLambdaVPCAccessExecutionRole");
            }
            events.permit(role);
            expansion.add(role.of(properties.path("Policies"), tags()));
            function.set("Role", Json.attribute(id + "Role", "Arn"));
        }
        expansion.add(declared.with("AWS::Lambda::Function", function));
        Callee callee =
                properties.has("AutoPublishAlias")
                        ? new PublishedAlias(declared, function, expansion).add()
                        : Callee.function(id);
        events.add(
                properties.has("AutoPublishAlias")
                        ? expansion.withParameters(properties.get("AutoPublishAlias")).asText()
                        : "$LATEST",
                callee.name().path("Ref").asText().equals(id)
                        ? MissingNode.getInstance()
                        : callee.name().path("Ref"));
        if (properties.path("FunctionUrlConfig") instanceof ObjectNode) {
            new FunctionUrl(declared, expansion).add(callee);
        }
        properties.path("Events").properties().forEach(event -> event(callee, event));
    }

    private ObjectNode code() {
        if (properties.has("ImageUri")) {
            return Json.object().set("ImageUri", properties.get("ImageUri"));
        }
        if (properties.has("InlineCode")) {
            return Json.object().set("ZipFile", properties.get("InlineCode"));
        }
        return S3Location.of(properties.path("CodeUri"), id, "CodeUri", expansion);
    }

    private void event(Callee callee, Map.Entry<String, JsonNode> event) {
        String name = event.getKey();
        expansion.requireOnly(Set.of("Type", "Properties"), event.getValue(), where(name));
        JsonNode eventProperties = event.getValue().path("Properties");
        switch (event.getValue().path("Type").asText()) {
            case "HttpApi" -> {
                Set<String> supported =
                        Set.of(
                                "ApiId",
                                "Auth",
                                "Method",
                                "Path",
                                "PayloadFormatVersion",
                                "TimeoutInMillis");
                expansion.requireOnly(supported, eventProperties, where(name));
                expansion.requireOnly(
                        HttpAuth.eventKeys(), eventProperties.path("Auth"), where(name) + ", Auth");
                if (eventProperties.has("Path") || eventProperties.has("Method")) {
                    requireRoute(name, eventProperties);
                }
                expansion
                        .httpApi(api(name, eventProperties, "ApiId", ServerlessHttpApi.IMPLICIT))
                        .route(callee, name, eventProperties);
            }
            case "Api" -> {
                expansion.requireOnly(
                        Set.of(
                                "RestApiId",
                                "Auth",
                                "Method",
                                "Path",
                                "RequestModel",
                                "RequestParameters",
                                "TimeoutInMillis"),
                        eventProperties,
                        where(name));
                expansion.requireOnly(
                        RestAuth.eventKeys(), eventProperties.path("Auth"), where(name) + ", Auth");
                requireRoute(name, eventProperties);
                expansion
                        .restApi(
                                api(name, eventProperties, "RestApiId", ServerlessRestApi.IMPLICIT))
                        .route(callee, name, eventProperties, expansion);
            }
            default ->
                    throw TemplateErrors.of(
                            "%s: the event type %s is not supported",
                            where(name), event.getValue().path("Type").asText());
        }
    }

    /** SAM asks for a path and a method; only an HttpApi event may go without both. */
    private void requireRoute(String event, JsonNode properties) {
        for (String name : List.of("Path", "Method")) {
            if (!properties.path(name).isTextual()) {
                throw TemplateErrors.of(
                        "Resource with id [%s] is invalid. Event with id [%s] is invalid. Property"
                                + " '%s' %s",
                        id,
                        event,
                        name,
                        properties.has(name) ? "should be a string." : "is required.");
            }
        }
    }

    /** The API an event refers to; the implicit one for an event that names none. */
    private String api(String event, JsonNode properties, String property, String implicit) {
        JsonNode api = properties.path(property);
        if (api.isMissingNode()) {
            return implicit;
        }
        if (!api.has("Ref")) {
            throw TemplateErrors.of(
                    "%s: %s must be a Ref to an API of the template", where(event), property);
        }
        return api.get("Ref").asText();
    }

    private String where(String event) {
        return "Resource " + id + ", event " + event;
    }

    /** The tags of the function and of its role: SAM's own first. */
    private ArrayNode tags() {
        ArrayNode list = Json.list();
        list.addObject().put("Key", "lambda:createdBy").put("Value", "SAM");
        return list.addAll(Json.tags(id, properties.path("Tags")));
    }
}
