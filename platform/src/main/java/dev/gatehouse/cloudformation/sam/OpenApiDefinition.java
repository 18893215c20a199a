package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;

/** The document of OpenAPI that a serverless API brings along: its events make no routes then. */
final class OpenApiDefinition {
    private static final String BODY = "DefinitionBody";
    private static final String URI = "DefinitionUri";
    private static final String S3 = "s3://";
    private static final List<String> BARE = List.of("Path", "Method", "RestApiId", "ApiId");
    private static final List<String> LOCATION = List.of("Bucket", "Key", "Version");

    private OpenApiDefinition() {}

    /** Whether a serverless API has one. */
    static boolean isIn(ObjectNode properties) {
        return properties.has(BODY) || properties.has(URI);
    }

    /**
     * Names, among the problems, what works with the routes of events alone.
     *
     * @param properties what the transform would have to write into the document
     */
    static void requireAlone(
            String id, ObjectNode declared, List<String> properties, Expansion expansion) {
        if (declared.has(BODY) && declared.has(URI)) {
            expansion
                    .problems()
                    .add(
                            "Resource with id [%s] is invalid. Specify either 'DefinitionUri' or"
                                    + " 'DefinitionBody' property and not both.",
                            id);
        }
        for (String property : properties) {
            if (declared.has(property)) {
                expansion
                        .problems()
                        .add(
                                "Resource %s: the property %s is not supported together with"
                                        + " DefinitionBody or DefinitionUri",
                                id, property);
            }
        }
    }

    /** Rejects what an event says of a route: the document says it. */
    static void requireBare(String api, JsonNode route, String where) {
        route.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!BARE.contains(name)) {
                                throw TemplateErrors.of(
                                        "%s: the property %s is not supported, since %s has"
                                                + " DefinitionBody or DefinitionUri",
                                        where, name, api);
                            }
                        });
    }

    /**
     * Rejects a version other than SAM's; whichever it is, a document that is brought along stays.
     */
    static void checkVersion(String id, JsonNode version) {
        if (!version.isMissingNode() && !version.asText().matches("2(\\.0)?|3(\\.0(\\.[0-9])?)?")) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. 'OpenApiVersion' must be 2.0 or 3.0.x.", id);
        }
    }

    /** Says of the API of CloudFormation where its document is. */
    static void copy(String id, ObjectNode declared, ObjectNode api) {
        Json.copy(declared, api, "FailOnWarnings");
        if (declared.has(BODY)) {
            api.set("Body", declared.get(BODY));
        } else if (declared.has(URI)) {
            api.set("BodyS3Location", location(id, declared.get(URI)));
        }
    }

    private static ObjectNode location(String id, JsonNode uri) {
        ObjectNode location = Json.object();
        if (uri instanceof ObjectNode object && LOCATION.containsAll(names(object))) {
            return object;
        }
        String text = uri.asText();
        int slash = text.indexOf('/', S3.length());
        if (!text.startsWith(S3) || slash < 0) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. 'DefinitionUri' is not a valid S3 Uri of the"
                            + " form 's3://bucket/key' with optional versionId query parameter.",
                    id);
        }
        return location.put("Bucket", text.substring(S3.length(), slash))
                .put("Key", text.substring(slash + 1));
    }

    private static List<String> names(ObjectNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }
}
