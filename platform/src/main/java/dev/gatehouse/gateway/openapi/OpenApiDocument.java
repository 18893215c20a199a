package dev.gatehouse.gateway.openapi;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Nesting;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A document of OpenAPI 3.0 or Swagger 2.0, in JSON or YAML. References lead to places within the
 * document alone: nothing is ever fetched.
 */
public final class OpenApiDocument {
    /** Bytes: AWS's quota ("API Gateway quotas", size of an API definition file). */
    private static final int LONGEST = 6 * 1024 * 1024;

    private static final int MOST_REFERENCES = 32;
    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            new com.fasterxml.jackson.core.JsonFactoryBuilder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(Nesting.DEEPEST)
                                                    .build())
                                    .build())
                    .build();

    private final ObjectNode root;
    private final boolean swagger;

    private OpenApiDocument(ObjectNode root, boolean swagger) {
        this.root = root;
        this.swagger = swagger;
    }

    /**
     * Reads a document for an import into an account and region, whose names it may leave open as
     * AWS's page "AWS variables for OpenAPI import" says.
     *
     * @throws ServiceException BadRequestException when it is none
     */
    public static OpenApiDocument read(byte[] body, AccountId account, Region region) {
        if (body.length > LONGEST) {
            throw badRequest("The API definition file exceeds the maximum size of 6 MB");
        }
        String text = new String(body, StandardCharsets.UTF_8);
        if (tree(text.contains("${AWS::") ? filled(text, account, region) : text)
                instanceof ObjectNode root) {
            boolean swagger = root.path("swagger").asText().equals("2.0");
            if (swagger || root.path("openapi").asText().startsWith("3.0")) {
                return new OpenApiDocument(root, swagger);
            }
        }
        throw invalid();
    }

    private static String filled(String text, AccountId account, Region region) {
        return text.replace("${AWS::AccountId}", account.value())
                .replace("${AWS::Region}", region.name())
                .replace("${AWS::Partition}", region.partition())
                .replace("${AWS::URLSuffix}", region.domainSuffix());
    }

    private static JsonNode tree(String text) {
        try {
            return text.stripLeading().startsWith("{")
                    ? JSON.readTree(text)
                    : YamlTree.read(text, YamlTree.Notation.PLAIN, true);
        } catch (JsonProcessingException | YamlTree.Unreadable malformed) {
            throw invalid();
        }
    }

    private static ServiceException invalid() {
        return badRequest("Invalid OpenAPI input.");
    }

    /** Whether it is of Swagger 2.0. */
    public boolean isSwagger() {
        return swagger;
    }

    /** Rejects a document of Swagger 2.0 where AWS takes none. */
    public void requireOpenApi() {
        if (swagger) {
            throw invalid();
        }
    }

    public ObjectNode root() {
        return root;
    }

    /** A member of the document's head. */
    public JsonNode member(String name) {
        return resolved(root.path(name));
    }

    /** The parts of one kind that references lead to, by name. */
    public Map<String, JsonNode> components(String inSwagger, String inOpenApi) {
        JsonNode section = swagger ? root.path(inSwagger) : root.path("components").path(inOpenApi);
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        section.properties().forEach(entry -> parts.put(entry.getKey(), entry.getValue()));
        return parts;
    }

    /** How references to schemas begin. */
    public String schemaReference() {
        return swagger ? "#/definitions/" : "#/components/schemas/";
    }

    /**
     * What a node stands for: itself, or what its reference names; missing when that is not there.
     */
    public JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        for (int i = 0; i < MOST_REFERENCES; i++) {
            JsonNode reference = found.path("$ref");
            if (!reference.isTextual()) {
                return found;
            }
            String place = reference.asText();
            found =
                    place.startsWith("#/")
                            ? root.at(place.substring(1))
                            : MissingNode.getInstance();
        }
        return MissingNode.getInstance();
    }
}
