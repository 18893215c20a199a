package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.globals.Globals;
import dev.gatehouse.cloudformation.sam.implicit.ImplicitApis;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.resource.Connectors;
import dev.gatehouse.cloudformation.template.Problems;
import java.util.List;
import java.util.Map;

/** A template made ready to be expanded: with the APIs that events imply and its globals. */
final class Preparation {
    private static final String KIND = "AWS::Serverless::";
    private static final String PROPERTIES = "Properties";
    private static final String RESOURCES = "Resources";
    private static final List<String> WHOLE = List.of(KIND + "Api", KIND + "HttpApi");
    private static final List<String> IN_PARTS = List.of(KIND + "Function", KIND + "StateMachine");

    private Preparation() {}

    static ObjectNode of(ObjectNode template, Problems problems) {
        ObjectNode prepared = template.deepCopy();
        if (prepared.path("Globals").path("Api") instanceof ObjectNode api) {
            ((ObjectNode) prepared.get("Globals")).set("Api", PythonDict.of(api));
        }
        PythonDict resources = PythonDict.hashed();
        for (Map.Entry<String, JsonNode> each : prepared.get(RESOURCES).properties()) {
            ObjectNode resource = (ObjectNode) each.getValue();
            order(resource);
            resources.set(each.getKey(), resource);
        }
        prepared.set(RESOURCES, resources);
        ImplicitApis.add(prepared, problems);
        Globals globals = Globals.of(prepared, problems);
        for (Map.Entry<String, JsonNode> each : resources.properties()) {
            problems.collect(() -> apply(globals, each.getKey(), (ObjectNode) each.getValue()));
        }
        ImplicitApis.setVersions(resources);
        Connectors.part(resources, problems);
        return prepared;
    }

    /** What becomes part of an API's document stands in the order of Python's dictionaries. */
    private static void order(ObjectNode resource) {
        String type = resource.path("Type").asText();
        if (!(resource.get(PROPERTIES) instanceof ObjectNode properties)) {
            return;
        }
        if (WHOLE.contains(type)) {
            resource.set(PROPERTIES, PythonDict.of(properties));
        } else if (IN_PARTS.contains(type)) {
            for (String part : List.of("FunctionName", "Events")) {
                if (properties.has(part)) {
                    properties.set(part, PythonDict.of(properties.get(part)));
                }
            }
        }
    }

    private static void apply(Globals globals, String id, ObjectNode resource) {
        JsonNode ignored = resource.path("IgnoreGlobals");
        String type = resource.path("Type").asText();
        resource.remove("IgnoreGlobals");
        JsonNode properties = resource.path(PROPERTIES);
        if (type.startsWith(KIND) && (properties.isObject() || properties instanceof MissingNode)) {
            ObjectNode own = properties instanceof ObjectNode given ? given : PythonDict.hashed();
            ObjectNode merged = globals.apply(id, type, own, ignored);
            if (!merged.isEmpty() || !(properties instanceof MissingNode)) {
                resource.set(PROPERTIES, merged);
            }
        }
    }
}
