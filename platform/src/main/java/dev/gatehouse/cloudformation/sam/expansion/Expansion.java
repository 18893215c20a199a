package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A template on its way: what its author wrote, and what was made of it so far. */
public final class Expansion {
    private static final String RESOURCES = "Resources";
    private static final String CONDITIONS = "Conditions";

    /** Types of the template's own resources that events write into. */
    private static final Set<String> SHARED =
            Set.of("AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::Cognito::UserPool");

    private final ObjectNode written;
    private final ObjectNode expanded;
    private final Problems problems;
    private final ParameterValues parameters;
    private final References references = new References();

    /** What one kind of expansion keeps for the whole template. */
    private final Map<Class<?>, Object> shared = new LinkedHashMap<>();

    /**
     * @param written the template with its globals applied and the APIs that events imply; events
     *     change the documents of its APIs
     */
    public Expansion(ObjectNode written, ParameterValues parameters, Problems problems) {
        this.written = written;
        this.expanded = written.deepCopy();
        // In the order written rather than that of Python's dictionary.
        ObjectNode resources = Json.object();
        resources.setAll((ObjectNode) expanded.get(RESOURCES));
        expanded.set(RESOURCES, resources);
        this.parameters = parameters;
        this.problems = problems;
    }

    /** The partition as it stands in the ARNs that SAM writes out. */
    public String partition() {
        return parameters.partition();
    }

    /** A tree in which references to parameters are their values. */
    public JsonNode withParameters(JsonNode tree) {
        return parameters.in(tree);
    }

    /** A tree in which references to parameters and look-ups of mappings are their values. */
    public JsonNode withMappings(JsonNode tree) {
        JsonNode resolved = withParameters(tree);
        JsonNode path = resolved.path("Fn::FindInMap");
        if (resolved.size() != 1 || path.size() != 3) {
            return resolved;
        }
        JsonNode found = written.path("Mappings");
        for (JsonNode name : path) {
            found = found.path(name.asText());
        }
        return found.isMissingNode() ? resolved : found;
    }

    /** The resources as written: what events add to one stands there. */
    public ObjectNode written() {
        return (ObjectNode) written.get(RESOURCES);
    }

    /** A resource as written; null when there is none. */
    public @Nullable ObjectNode written(String id) {
        return written().get(id) instanceof ObjectNode resource ? resource : null;
    }

    /** The resources as expanded so far. */
    public ObjectNode expanded() {
        return (ObjectNode) expanded.get(RESOURCES);
    }

    /** The conditions of the template, which may grow. */
    public ObjectNode conditions() {
        return expanded.get(CONDITIONS) instanceof ObjectNode conditions
                ? conditions
                : expanded.putObject(CONDITIONS);
    }

    /** What there is one of for a template, such as what several APIs share. */
    public <T> T shared(Class<T> type, Function<Expansion, T> maker) {
        return type.cast(shared.computeIfAbsent(type, _ -> maker.apply(this)));
    }

    /**
     * Puts what was made in a serverless resource's place.
     *
     * @param referable what the template may call them, by type
     */
    public void replace(Declared declared, List<Made> made, Map<String, String> referable) {
        expanded().remove(declared.id());
        made.forEach(each -> add(declared.id(), each));
        referable.forEach(
                (name, type) -> {
                    for (Made each : made.reversed()) {
                        if (each.type().equals(type)) {
                            references.put(declared.id() + "." + name, each.id());
                            return;
                        }
                    }
                });
    }

    /** Adds a resource that no other of the template may be called. */
    void add(String owner, Made made) {
        ObjectNode other = written(made.id());
        if (other != null && !mayReplace(other.path("Type").asText(), made.type())) {
            problems.add(
                    "Transforming resource with id [%s] attempts to create a new resource with id"
                            + " [%s] and type \"%s\". A resource with that id already exists within"
                            + " this template. Please use a different id for that resource.",
                    owner, made.id(), made.type());
            return;
        }
        expanded().set(made.id(), made.json());
    }

    private static boolean mayReplace(String written, String made) {
        return written.startsWith("AWS::Serverless::")
                || (written.equals(made) && SHARED.contains(made));
    }

    /** Has references to a resource name the one that takes its place. */
    public void rename(String id, String other) {
        references.put(id, other);
    }

    /** Adds what a resource waits for. */
    public void dependOn(String id, String other) {
        if (expanded().get(id) instanceof ObjectNode resource) {
            ArrayNode list = Json.list();
            JsonNode before = resource.path("DependsOn");
            if (!before.isMissingNode()) {
                list.addAll(Values.list(before));
            }
            Values.addUnique(list, Json.text(other));
            resource.set("DependsOn", list);
        }
    }

    /** The template without the transform, when all is done. */
    public ObjectNode finished() {
        expanded.remove("Transform");
        expanded.remove("Globals");
        references.resolve(expanded);
        return expanded;
    }
}
