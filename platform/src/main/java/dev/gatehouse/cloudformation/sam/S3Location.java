package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Set;

/** Where SAM says that code is, as CloudFormation wants it said. */
final class S3Location {
    private static final String SCHEME = "s3://";

    private S3Location() {}

    /**
     * @param uri a URL, or an object of Bucket, Key and Version
     * @param property what holds it, such as {@code CodeUri}
     */
    static ObjectNode of(JsonNode uri, String resource, String property, Expansion expansion) {
        ObjectNode code = Json.object();
        if (uri instanceof ObjectNode object) {
            expansion.requireOnly(
                    Set.of("Bucket", "Key", "Version"),
                    object,
                    "Resource " + resource + ", " + property);
            code.set("S3Bucket", object.path("Bucket"));
            code.set("S3Key", object.path("Key"));
            if (object.has("Version")) {
                code.set("S3ObjectVersion", object.get("Version"));
            }
        } else if (uri.asText().startsWith(SCHEME)) {
            String[] parts = uri.asText().substring(SCHEME.length()).split("/", 2);
            code.put("S3Bucket", parts[0]).put("S3Key", parts.length > 1 ? parts[1] : "");
        } else {
            throw TemplateErrors.of(
                    "Resource %s: '%s' is not a valid S3 Uri of the form 's3://bucket/key'; deploy"
                            + " with 'gatehouse deploy' or 'sam package' first",
                    resource, property);
        }
        return code;
    }
}
