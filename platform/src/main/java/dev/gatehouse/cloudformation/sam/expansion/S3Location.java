package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where SAM says that something is in S3, as CloudFormation wants it said. */
public final class S3Location {
    private static final Pattern URI =
            Pattern.compile("s3://([^/?#\\[\\]]+)/([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
    private static final Pattern VERSION = Pattern.compile("(?:^|&)versionId=([^&]+)");

    private S3Location() {}

    /** Of the code of a function or a layer: {@code S3Bucket}, {@code S3Key} and its version. */
    public static ObjectNode ofCode(JsonNode uri, String resource, String property) {
        if (Values.isDynamicReference(uri) && uri.asText().contains("/")) {
            throw SamErrors.resource(
                    resource,
                    "Unsupported dynamic reference detected in '"
                            + property
                            + "'. Please consider using alternative 'FunctionCode' object"
                            + " format.");
        }
        PythonDict location = of(uri, resource, property);
        ObjectNode code = Json.object();
        code.set("S3Bucket", location.get("Bucket"));
        code.set("S3Key", location.get("Key"));
        if (location.has("Version")) {
            code.set("S3ObjectVersion", location.get("Version"));
        }
        return code;
    }

    /** Of a definition: {@code Bucket}, {@code Key} and {@code Version}. */
    public static PythonDict ofDefinition(JsonNode uri, String resource) {
        return of(uri, resource, "DefinitionUri");
    }

    private static PythonDict of(JsonNode uri, String resource, String property) {
        PythonDict location = PythonDict.hashed();
        if (uri.isObject()) {
            if (!Values.isTrue(uri.path("Bucket")) || !Values.isTrue(uri.path("Key"))) {
                throw SamErrors.resource(
                        resource,
                        "'" + property + "' requires Bucket and Key properties to be specified.");
            }
            location.own("Bucket", uri.get("Bucket")).own("Key", uri.get("Key"));
            if (uri.has("Version")) {
                location.own("Version", uri.get("Version"));
            }
            return location;
        }
        Matcher matcher = URI.matcher(uri.asText());
        if (!matcher.matches()) {
            throw SamErrors.resource(resource, invalid(property));
        }
        location.own("Bucket", PythonText.like(uri, matcher.group(1)));
        location.own("Key", PythonText.like(uri, matcher.group(2).replaceFirst("^/+", "")));
        String query = matcher.group(3);
        Matcher version = VERSION.matcher(query == null ? "" : query);
        if (version.find()) {
            location.own("Version", PythonText.like(uri, version.group(1)));
        }
        return location;
    }

    private static String invalid(String property) {
        return "'"
                + property
                + "' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId"
                + " query parameter.";
    }
}
