package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.Structures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The document of OpenAPI that an API's properties hold, or say where it is. */
final class ApiDefinition {
    /** The properties that say so. */
    static final Set<String> PROPERTIES =
            Set.of(
                    "Body.*",
                    "BodyS3Location.Bucket",
                    "BodyS3Location.Key",
                    "BodyS3Location.Version",
                    "BodyS3Location.ETag");

    private static final String BODY = "Body";
    private static final String LOCATION = "BodyS3Location";

    /** API Gateway takes no more; one byte shows that it is more. */
    private static final int LONGEST = 6 * 1024 * 1024 + 1;

    private ApiDefinition() {}

    /** Whether there is one. */
    static boolean isIn(ObjectNode declared) {
        return declared.has(BODY) || declared.has(LOCATION);
    }

    /**
     * Whether one that is there is to be imported anew.
     *
     * @param how the properties that say how it is imported, as paths
     */
    static boolean changed(ObjectNode before, ObjectNode declared, Set<String> how) {
        return isIn(declared)
                && (differs(before, declared, BODY)
                        || differs(before, declared, LOCATION)
                        || how.stream()
                                .map(path -> path.split("\\.", 2)[0])
                                .anyMatch(name -> differs(before, declared, name)));
    }

    private static boolean differs(ObjectNode before, ObjectNode declared, String property) {
        return !before.path(property).equals(declared.path(property));
    }

    /** The name that an API has that is given none: the document's title, where it is known. */
    static String title(ObjectNode declared, String otherwise) {
        return declared.path(BODY).path("info").path("title").asText(otherwise);
    }

    /** The document itself, read from S3 in the name of whoever makes the resource. */
    static byte[] read(Target target, ObjectNode declared) {
        if (declared.has(BODY)) {
            return Target.document(declared.get(BODY)).getBytes(StandardCharsets.UTF_8);
        }
        JsonNode location = declared.path(LOCATION);
        Map<String, Object> input = new HashMap<>();
        input.put("Bucket", location.path("Bucket").asText());
        input.put("Key", location.path("Key").asText());
        if (location.has("Version")) {
            input.put("VersionId", location.path("Version").asText());
        }
        if (location.has("ETag")) {
            input.put("IfMatch", location.path("ETag").asText());
        }
        try (InputStream content =
                target.client()
                        .payload(
                                S3.GET_OBJECT.model(),
                                Structures.fromMap(S3.GET_OBJECT.model().input(), input))) {
            return content.readNBytes(LONGEST);
        } catch (IOException broken) {
            throw new ServiceException(
                    "BadRequestException",
                    400,
                    "The object %s in %s broke off"
                            .formatted(input.get("Key"), input.get("Bucket")));
        }
    }
}
