package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.template.Json;
import java.util.Set;

/** The {@code security} of a method: one entry for each demand on its callers. */
final class MethodSecurity {
    private static final String SECURITY = "security";

    /** What a method that goes without its API's default says until the default is known. */
    static final String NONE = "NONE";

    static final String KEY = "api_key";
    static final String NO_KEY = "api_key_false";

    private MethodSecurity() {}

    /** What is demanded so far. */
    static ArrayNode of(ObjectNode definition, String path, String method) {
        JsonNode security = definition.path(SECURITY);
        if (security.isMissingNode()) {
            return Json.list();
        }
        if (security instanceof ArrayNode list) {
            for (JsonNode entry : list) {
                if (!entry.isObject()) {
                    throw SamErrors.template(
                            "%s in Security for path %s method %s is not a valid dictionary."
                                    .formatted(entry, path, method));
                }
            }
            return list;
        }
        throw SamErrors.template(
                "Type of security for path %s method %s must be a list".formatted(path, method));
    }

    /** Sets it. */
    static void set(ObjectNode definition, ArrayNode security) {
        if (definition instanceof PythonDict dict) {
            dict.own(SECURITY, security);
        } else {
            definition.set(SECURITY, security);
        }
    }

    /** Adds a demand behind those there are. */
    static void add(ObjectNode definition, String path, String method, PythonDict entry) {
        ArrayNode security = Json.list().addAll(of(definition, path, method));
        set(definition, security.add(entry));
    }

    /** An entry whose name is the template's. */
    static PythonDict entry(String name, JsonNode scopes) {
        PythonDict entry = PythonDict.hashed();
        entry.set(name, scopes);
        return entry;
    }

    /** An entry whose name is SAM's. */
    static PythonDict ownEntry(String name) {
        return PythonDict.hashed().own(name, Json.list());
    }

    /** Whether an entry has one of the names. */
    static boolean isAny(JsonNode entry, Set<String> names) {
        return names.stream().anyMatch(entry::has);
    }
}
