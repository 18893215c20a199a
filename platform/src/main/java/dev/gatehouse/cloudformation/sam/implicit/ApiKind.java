package dev.gatehouse.cloudformation.sam.implicit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.openapi.OpenApiDocument;
import dev.gatehouse.cloudformation.sam.openapi.Paths;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerDocument;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two kinds of API that events make. */
enum ApiKind {
    REST("ServerlessRestApi", "AWS::Serverless::Api", "Api", "RestApiId") {
        @Override
        PythonDict skeleton() {
            return SwaggerDocument.skeleton();
        }

        @Override
        boolean isValid(JsonNode body) {
            return SwaggerDocument.isValid(body);
        }

        @Override
        ObjectNode withPath(JsonNode body, String path, String method) {
            SwaggerDocument document = new SwaggerDocument(body);
            document.paths().add(path, method);
            return document.written();
        }

        @Override
        ObjectNode conditionally(JsonNode body, Function<String, @Nullable JsonNode> condition) {
            SwaggerDocument document = new SwaggerDocument(body);
            decide(document.paths(), condition);
            return document.written();
        }
    },
    HTTP("ServerlessHttpApi", "AWS::Serverless::HttpApi", "HttpApi", "ApiId") {
        @Override
        PythonDict skeleton() {
            return OpenApiDocument.skeleton();
        }

        @Override
        boolean isValid(JsonNode body) {
            return OpenApiDocument.isValid(body);
        }

        @Override
        ObjectNode withPath(JsonNode body, String path, String method) {
            OpenApiDocument document = new OpenApiDocument(body);
            document.paths().add(path, method);
            return document.written();
        }

        @Override
        ObjectNode conditionally(JsonNode body, Function<String, @Nullable JsonNode> condition) {
            OpenApiDocument document = new OpenApiDocument(body);
            decide(document.paths(), condition);
            return document.written();
        }
    };

    private final String id;
    private final String type;
    private final String event;
    private final String property;

    ApiKind(String id, String type, String event, String property) {
        this.id = id;
        this.type = type;
        this.event = event;
        this.property = property;
    }

    /** Logical id of the API of events that name none. */
    String id() {
        return id;
    }

    String type() {
        return type;
    }

    /** The type of events that make routes of it. */
    String event() {
        return event;
    }

    /** The property by which events name an API. */
    String property() {
        return property;
    }

    abstract PythonDict skeleton();

    abstract boolean isValid(JsonNode body);

    abstract ObjectNode withPath(JsonNode body, String path, String method);

    /**
     * @param condition of a path; null for none
     */
    abstract ObjectNode conditionally(
            JsonNode body, Function<String, @Nullable JsonNode> condition);

    private static void decide(Paths paths, Function<String, @Nullable JsonNode> condition) {
        for (String path : paths.names()) {
            JsonNode decides = condition.apply(path);
            if (decides != null) {
                paths.onlyIf(path, decides);
            }
        }
    }
}
