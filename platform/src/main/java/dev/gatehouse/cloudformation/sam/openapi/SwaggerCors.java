package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code Cors} of a REST API ("CorsConfiguration" of AWS::Serverless::Api): a mock that answers
 * OPTIONS on every path that has none of its own.
 */
public final class SwaggerCors {
    private static final String ANYWHERE = "'*'";
    private static final Set<String> KEYS =
            Set.of("AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials");
    private static final List<String> METHODS =
            List.of("OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH");

    private final String api;
    private final JsonNode origin;
    private final JsonNode headers;
    private final JsonNode methods;
    private final JsonNode age;
    private final boolean credentials;

    /**
     * @param cors one origin, or a map
     */
    public SwaggerCors(String api, JsonNode cors) {
        this.api = api;
        JsonNode map = cors;
        if (cors.isTextual() || Values.isCall(cors)) {
            map = Json.object().set("AllowOrigin", cors);
        } else if (!cors.isObject()) {
            throw SamErrors.resource(api, "Invalid value for 'Cors' property");
        }
        for (String key : (Iterable<String>) map::fieldNames) {
            if (!KEYS.contains(key)) {
                throw SamErrors.resource(api, "Invalid key '" + key + "' for 'Cors' property.");
            }
        }
        origin = map.has("AllowOrigin") ? map.get("AllowOrigin") : PythonText.literal(ANYWHERE);
        headers = map.path("AllowHeaders");
        methods = map.path("AllowMethods");
        age = map.path("MaxAge");
        credentials =
                map.path("AllowCredentials").isBoolean()
                        && map.path("AllowCredentials").asBoolean();
    }

    /** Writes it into a document. */
    public void apply(SwaggerDocument document) {
        if (credentials && origin.asText().equals(ANYWHERE)) {
            throw SamErrors.resource(
                    api,
                    "Unable to add Cors configuration because 'AllowCredentials' can not be true"
                            + " when 'AllowOrigin' is \"'*'\" or not set");
        }
        Set<String> done = new HashSet<>();
        for (String path : document.paths().names()) {
            // With and without a slash behind it a path is the same resource.
            if (done.add(path.equals("/") ? path : path.replaceFirst("/+$", ""))) {
                apply(document, path);
            }
        }
    }

    private void apply(SwaggerDocument document, String path) {
        JsonNode allowed = methods;
        for (ObjectNode item : document.paths().items(path)) {
            if (item.has("options")) {
                continue;
            }
            if (!Values.isTrue(origin)) {
                throw SamErrors.resource(
                        api,
                        "Structure of the SAM template is invalid. Invalid input. Value for"
                                + " AllowedOrigins is required");
            }
            if (!Values.isTrue(allowed)) {
                allowed = PythonText.literal("'" + methods(item) + "'");
            }
            ((PythonDict) item).own("options", preflight(allowed));
        }
    }

    private static String methods(ObjectNode item) {
        TreeSet<String> names = new TreeSet<>();
        if (item.has(Paths.ANY)) {
            names.addAll(METHODS);
        } else {
            names.add("OPTIONS");
            item.fieldNames().forEachRemaining(each -> names.add(each.toUpperCase(Locale.ROOT)));
        }
        return String.join(",", names);
    }

    private PythonDict preflight(JsonNode allowed) {
        PythonDict values = PythonDict.hashed();
        PythonDict described = PythonDict.hashed();
        add(values, described, "Access-Control-Allow-Origin", origin, "string");
        if (Values.isTrue(headers)) {
            add(values, described, "Access-Control-Allow-Headers", headers, "string");
        }
        add(values, described, "Access-Control-Allow-Methods", allowed, "string");
        if (!(age instanceof MissingNode)) {
            add(values, described, "Access-Control-Max-Age", age, "integer");
        }
        if (credentials) {
            JsonNode yes = PythonText.literal("'true'");
            add(values, described, "Access-Control-Allow-Credentials", yes, "string");
        }
        JsonNode json = Json.list().add(PythonText.literal("application/json"));
        PythonDict preflight = PythonDict.hashed().put("summary", "CORS support");
        preflight.own("consumes", json).own("produces", json.deepCopy());
        PythonDict mock = preflight.ownDict(Paths.INTEGRATION).put("type", "mock");
        mock.own(
                "requestTemplates",
                PythonDict.ordered().put("application/json", "{\n  \"statusCode\" : 200\n}\n"));
        PythonDict response = mock.ownDict("responses").ownDict("default");
        response.put("statusCode", "200").own("responseParameters", values);
        response.own("responseTemplates", PythonDict.ordered().put("application/json", "{}\n"));
        preflight
                .ownDict("responses")
                .ownDict("200")
                .put("description", "Default response for CORS method")
                .own("headers", described);
        return preflight;
    }

    private static void add(
            PythonDict values, PythonDict described, String header, JsonNode value, String type) {
        values.own("method.response.header." + header, value);
        described.own(header, PythonDict.ordered().put("type", type));
    }
}
