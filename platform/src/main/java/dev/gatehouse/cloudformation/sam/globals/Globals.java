package dev.gatehouse.cloudformation.sam.globals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Globals section: properties that every resource of a kind starts from, also the API that SAM
 * makes for events that name none. A resource's own value wins; maps merge and lists are appended
 * to, as the SAM specification has it; an intrinsic function counts as one value.
 */
public final class Globals {
    /** Lists that a resource replaces rather than appends to. */
    private static final String REPLACED = "Architectures";

    private static final String SECTION = "Globals";
    private static final String INVALID = "'Globals' section is invalid.";
    private static final String KIND = "AWS::Serverless::";

    private final ObjectNode section;

    private Globals(ObjectNode section) {
        this.section = section;
    }

    /** Reads the section of a template; what SAM does not take there is a problem. */
    public static Globals of(ObjectNode template, Problems problems) {
        JsonNode section = template.path(SECTION);
        if (!section.isMissingNode() && !section.isObject()) {
            problems.add("%s It must be a non-empty dictionary", INVALID);
        }
        ObjectNode taken = Json.object();
        for (Map.Entry<String, JsonNode> kind : section.properties()) {
            taken.set(kind.getKey(), taken(kind.getKey(), kind.getValue(), problems));
        }
        return new Globals(taken);
    }

    /** What SAM takes of the globals of one kind. */
    private static ObjectNode taken(String kind, JsonNode properties, Problems problems) {
        ObjectNode taken = properties instanceof PythonDict ? PythonDict.hashed() : Json.object();
        List<String> supported = GlobalProperties.BY_SECTION.get(kind);
        if (supported == null) {
            problems.add(
                    "%s '%s' is not supported. Must be one of the following values - %s",
                    INVALID, kind, quoted(GlobalProperties.BY_SECTION.keySet()));
            return taken;
        }
        if (!properties.isObject()) {
            // The braces are SAM's own.
            problems.add("%s Value of ${section} must be a dictionary", INVALID);
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (supported.contains(property.getKey())) {
                taken.set(property.getKey(), property.getValue());
            } else {
                problems.add(
                        "%s '%s' is not a supported property of '%s'. Must be one of the following"
                                + " values - %s",
                        INVALID, property.getKey(), kind, quoted(supported));
            }
        }
        return taken;
    }

    private static String quoted(Iterable<String> names) {
        return "['" + String.join("', '", names) + "']";
    }

    /**
     * A resource's properties on top of the globals of its type.
     *
     * @param ignored the resource's IgnoreGlobals: {@code *}, or a list of properties; missing when
     *     it takes them all
     */
    public ObjectNode apply(String id, String type, ObjectNode properties, JsonNode ignored) {
        if (!type.startsWith(KIND)
                || !(section.get(type.substring(KIND.length())) instanceof ObjectNode all)) {
            return properties;
        }
        ObjectNode globals = all instanceof PythonDict dict ? dict.shallowCopy() : all.deepCopy();
        if (ignored.isArray()) {
            ignored.forEach(name -> ignore(id, name, globals));
        } else if (ignored.asText().equals("*")) {
            return properties;
        } else if (!ignored.isMissingNode()) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. Resource %s has invalid resource attribute"
                            + " 'IgnoreGlobals'.",
                    id, id);
        }
        return merge(globals, properties);
    }

    private static void ignore(String id, JsonNode name, ObjectNode globals) {
        if (globals.remove(name.asText()) == null) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. Resource %s has invalid resource attribute"
                            + " 'IgnoreGlobals' on item '%s'.",
                    id, id, name.asText());
        }
    }

    private static ObjectNode merge(ObjectNode global, ObjectNode own) {
        ObjectNode merged =
                global instanceof PythonDict dict ? dict.shallowCopy() : global.deepCopy();
        for (Map.Entry<String, JsonNode> member : own.properties()) {
            JsonNode below = merged.get(member.getKey());
            merged.set(member.getKey(), merge(member.getKey(), below, member.getValue()));
        }
        return merged;
    }

    private static JsonNode merge(String name, @Nullable JsonNode global, JsonNode own) {
        if (global instanceof ObjectNode below
                && own instanceof ObjectNode above
                && !Intrinsics.isCall(below)
                && !Intrinsics.isCall(above)) {
            return merge(below, above);
        }
        if (global instanceof ArrayNode below
                && own instanceof ArrayNode above
                && !name.equals(REPLACED)) {
            return below.deepCopy().addAll(above);
        }
        return own;
    }
}
