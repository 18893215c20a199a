package dev.gatehouse.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cloudformation.template.TemplateReader;
import dev.gatehouse.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files beside a template that it names in place of what they hold: {@code AWS::Include}, and
 * the documents of APIs. What they hold takes their place, so that nothing has to be uploaded.
 */
final class LocalDocuments {
    /** The property that names a file, and the one that holds a document, of each type. */
    private static final Map<String, List<String>> HOLDERS =
            Map.of(
                    "AWS::Serverless::Api", List.of("DefinitionUri", "DefinitionBody"),
                    "AWS::Serverless::HttpApi", List.of("DefinitionUri", "DefinitionBody"),
                    "AWS::ApiGateway::RestApi", List.of("BodyS3Location", "Body"),
                    "AWS::ApiGatewayV2::Api", List.of("BodyS3Location", "Body"));

    private static final String TRANSFORM = "Fn::Transform";
    private static final Set<String> ELSEWHERE = Set.of("s3:", "http:", "https:");

    private final Path app;
    private final Set<Path> read = new LinkedHashSet<>();

    LocalDocuments(Path app) {
        this.app = app;
    }

    /** Puts what the files hold into the template. */
    void putInto(ObjectNode template) {
        for (JsonNode resource : template.path("Resources")) {
            List<String> names = HOLDERS.get(resource.path("Type").asText());
            if (names != null && resource.path("Properties") instanceof ObjectNode properties) {
                JsonNode file = properties.path(names.getFirst());
                if (isLocal(file)) {
                    properties.remove(names.getFirst());
                    properties.set(names.getLast(), read(file.asText()));
                }
            }
        }
        include(template);
    }

    /** The files that were read. */
    Set<Path> read() {
        return Set.copyOf(read);
    }

    private void include(JsonNode node) {
        if (node instanceof ObjectNode object) {
            JsonNode transform = object.path(TRANSFORM);
            JsonNode file = transform.path("Parameters").path("Location");
            if (transform.path("Name").asText().equals("AWS::Include") && isLocal(file)) {
                object.remove(TRANSFORM);
                object.setAll(read(file.asText()));
            }
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(this::include);
        }
    }

    private static boolean isLocal(JsonNode file) {
        String name = file.asText();
        return file.isTextual() && ELSEWHERE.stream().noneMatch(name::startsWith);
    }

    private ObjectNode read(String name) {
        Path file = app.resolve(name);
        read.add(file);
        try {
            return TemplateReader.readSource(Files.readString(file));
        } catch (IOException problem) {
            throw new CommandException("cannot read " + file);
        } catch (ServiceException rejection) {
            throw new CommandException(file + ": " + rejection.text());
        }
    }
}
