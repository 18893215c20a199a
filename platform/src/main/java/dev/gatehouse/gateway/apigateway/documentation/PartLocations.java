package dev.gatehouse.gateway.apigateway.documentation;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.DocumentationPartLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a documentation part is of ("Representation of API documentation in API Gateway": the valid
 * fields of each type). A field that is left out stands for all there are, the root's path for all
 * paths.
 */
public final class PartLocations {
    private static final String ALL = "*";
    private static final String ROOT = "/";
    private static final Set<String> NAMED =
            Set.of(
                    "AUTHORIZER",
                    "MODEL",
                    "PATH_PARAMETER",
                    "QUERY_PARAMETER",
                    "REQUEST_HEADER",
                    "RESPONSE_HEADER");
    private static final Set<String> OF_NO_PATH = Set.of("API", "AUTHORIZER", "MODEL");
    private static final Set<String> OF_RESPONSES =
            Set.of("RESPONSE", "RESPONSE_HEADER", "RESPONSE_BODY");

    private static final Set<String> OF_PATHS =
            Set.of(
                    "RESOURCE",
                    "METHOD",
                    "PATH_PARAMETER",
                    "QUERY_PARAMETER",
                    "REQUEST_HEADER",
                    "REQUEST_BODY",
                    "RESPONSE",
                    "RESPONSE_HEADER",
                    "RESPONSE_BODY");

    private PartLocations() {}

    /** A location of all its fields; null for those that its type does not have. */
    public static DocumentationPartLocation at(
            String type,
            @Nullable String path,
            @Nullable String method,
            @Nullable String status,
            @Nullable String name) {
        return DocumentationPartLocation.builder()
                .type(type)
                .path(path)
                .method(method)
                .statusCode(status)
                .name(name)
                .build();
    }

    /** The location without fields that say nothing; rejects those that its type has not. */
    public static DocumentationPartLocation checked(DocumentationPartLocation given) {
        DocumentationPartLocation location =
                given.toBuilder()
                        .path(present(given.path()))
                        .method(present(given.method()))
                        .statusCode(present(given.statusCode()))
                        .name(present(given.name()))
                        .build();
        String type = location.type();
        if (!OF_PATHS.contains(type) && !OF_NO_PATH.contains(type)) {
            throw badRequest("Invalid documentation part type specified: " + type);
        }
        boolean noPath = OF_NO_PATH.contains(type);
        reject(type, "path", noPath ? location.path() : null);
        reject(type, "method", noPath || type.equals("RESOURCE") ? location.method() : null);
        reject(type, "statusCode", OF_RESPONSES.contains(type) ? null : location.statusCode());
        reject(type, "name", NAMED.contains(type) ? null : location.name());
        if (NAMED.contains(type) && location.name() == null) {
            throw badRequest("Name is required for documentation parts of type " + type);
        }
        return location;
    }

    private static @Nullable String present(@Nullable String field) {
        return field == null || field.isEmpty() ? null : field;
    }

    private static void reject(String type, String field, @Nullable String value) {
        if (value != null) {
            throw badRequest(
                    "The field %s is not valid for documentation parts of type %s"
                            .formatted(field, type));
        }
    }

    /** The same location for two parts that are of the same. */
    public static String key(DocumentationPartLocation location) {
        return String.join(
                "\n",
                location.type(),
                path(location),
                or(location.method(), ALL),
                or(location.statusCode(), ALL),
                or(location.name(), ""));
    }

    private static String path(DocumentationPartLocation location) {
        return OF_NO_PATH.contains(location.type()) ? "" : or(location.path(), ROOT);
    }

    /** A location in words. */
    static String words(DocumentationPartLocation location) {
        List<String> fields = new ArrayList<>();
        fields.add("type '%s'".formatted(location.type()));
        add(fields, "path", location.path());
        add(fields, "method", location.method());
        add(fields, "statusCode", location.statusCode());
        add(fields, "name", location.name());
        return String.join(", ", fields);
    }

    private static void add(List<String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.add("%s '%s'".formatted(name, value));
        }
    }

    /**
     * How exactly a part's location says what is asked for: negative when it does not, and the more
     * the nearer; what is nearer counts before what is inherited.
     */
    public static int nearness(DocumentationPartLocation part, DocumentationPartLocation asked) {
        if (!part.type().equals(asked.type())
                || !or(part.name(), "").equals(or(asked.name(), ""))
                || !covers(part.method(), asked.method())
                || !covers(part.statusCode(), asked.statusCode())
                || !isAbove(path(part), path(asked))) {
            return -1;
        }
        int exact =
                (or(part.method(), ALL).equals(ALL) ? 0 : 2)
                        + (or(part.statusCode(), ALL).equals(ALL) ? 0 : 1);
        return path(part).length() * 4 + exact;
    }

    private static boolean covers(@Nullable String part, @Nullable String asked) {
        return or(part, ALL).equals(ALL) || Objects.equals(part, asked);
    }

    private static boolean isAbove(String part, String asked) {
        return part.equals(asked)
                || part.equals(ROOT)
                || asked.startsWith(part.endsWith("/") ? part : part + '/');
    }

    private static String or(@Nullable String field, String otherwise) {
        return field == null ? otherwise : field;
    }
}
