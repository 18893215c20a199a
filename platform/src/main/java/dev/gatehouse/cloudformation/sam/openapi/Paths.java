package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The paths of a document, parts of which may be there under a condition only. */
public final class Paths {
    static final String INTEGRATION = "x-amazon-apigateway-integration";

    /** Stands for every method. */
    public static final String ANY = "x-amazon-apigateway-any-method";

    /**
     * A method of a path.
     *
     * @param name as the document has it, or in lower case
     */
    record Method(String name, ObjectNode definition) {}

    private final ObjectNode paths;

    Paths(ObjectNode paths) {
        this.paths = paths;
    }

    /** All paths, in the document's order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        paths.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A method as documents write it. */
    static String method(String method) {
        String lower = method.toLowerCase(Locale.ROOT);
        return lower.equals("any") ? ANY : lower;
    }

    /** The path's entries: both sides where a condition decides. */
    List<ObjectNode> items(String path) {
        List<ObjectNode> items = new ArrayList<>();
        for (JsonNode item : Values.sides(paths.path(path))) {
            if (!(item instanceof ObjectNode object)) {
                throw SamErrors.template(
                        "Value of '"
                                + path
                                + "' path must be a dictionary according to Swagger spec.");
            }
            items.add(object);
        }
        return items;
    }

    /** Whether both sides of a path have a method that is integrated. */
    boolean hasIntegration(String path, String method) {
        if (!paths.has(path)) {
            return false;
        }
        for (ObjectNode item : items(path)) {
            JsonNode definition = item.path(method(method));
            if (Values.sides(definition).stream()
                    .noneMatch(side -> Values.isTrue(side.path(INTEGRATION)))) {
                return false;
            }
        }
        return true;
    }

    /** Adds a method to a path. */
    public void add(String path, String method) {
        if (!paths.has(path)) {
            paths.set(path, PythonDict.hashed());
        }
        String name = method(method);
        for (ObjectNode item : items(path)) {
            if (item.has(name)) {
                continue;
            }
            if (name.equals(ANY) && item instanceof PythonDict dict) {
                dict.ownDict(name);
            } else {
                item.set(name, PythonDict.hashed());
            }
        }
    }

    /** Has a path be there under a condition only. */
    public void onlyIf(String path, JsonNode condition) {
        paths.set(path, Values.onlyIf(condition, paths.get(path)));
    }

    /** The definitions of a method that are integrated. */
    List<ObjectNode> definitions(String path, String method) {
        List<ObjectNode> definitions = new ArrayList<>();
        for (ObjectNode item : items(path)) {
            for (JsonNode side : Values.sides(item.path(method(method)))) {
                ObjectNode definition = definition(path, method, side);
                if (Values.isTrue(definition.path(INTEGRATION))) {
                    definitions.add(definition);
                }
            }
        }
        return definitions;
    }

    /** All definitions of a path that are integrated. */
    List<Method> integrated(String path, Set<String> excluded) {
        List<Method> methods = new ArrayList<>();
        for (ObjectNode item : items(path)) {
            for (Map.Entry<String, JsonNode> member : item.properties()) {
                if (excluded.contains(member.getKey())) {
                    continue;
                }
                for (JsonNode side : Values.sides(member.getValue())) {
                    ObjectNode definition = definition(path, member.getKey(), side);
                    if (Values.isTrue(definition.path(INTEGRATION))) {
                        methods.add(new Method(method(member.getKey()), definition));
                    }
                }
            }
        }
        return methods;
    }

    static ObjectNode definition(String path, String method, JsonNode side) {
        if (side instanceof ObjectNode definition) {
            return definition;
        }
        throw SamErrors.template(
                "Definition of method '" + method + "' for path '" + path + "' should be a map.");
    }

    /** The integration of a method that has one. */
    static ObjectNode integration(ObjectNode definition) {
        if (definition.get(INTEGRATION) instanceof ObjectNode integration) {
            return integration;
        }
        throw SamErrors.template("Value of '" + INTEGRATION + "' must be a dictionary.");
    }
}
