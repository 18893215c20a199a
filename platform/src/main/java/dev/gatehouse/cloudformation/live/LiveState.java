package dev.gatehouse.cloudformation.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What resources of one type are now, as their services tell, in the words of templates. */
public final class LiveState {
    private static final int PAGES = 100;
    private static final List<String> NEXT =
            List.of("NextToken", "nextToken", "Marker", "position", "NextMarker");

    private final LiveType type;
    private final ResourceSchema schema;

    private LiveState(LiveType type, ResourceSchema schema) {
        this.type = type;
        this.schema = schema;
    }

    /** Of a type; empty when it cannot be read. */
    public static Optional<LiveState> of(String type) {
        return LiveType.named(type)
                .flatMap(live -> ResourceSchemas.named(type).map(s -> new LiveState(live, s)));
    }

    /** Whether all can be told. */
    public boolean lists() {
        return !type.list().operation().isEmpty();
    }

    /** The properties that a list of all must be given: what resources of the type belong to. */
    public List<String> within() {
        return type.list().parts();
    }

    /** Whether the state tells a property at all. */
    public boolean tells(String property) {
        return type.tells(property) && !schema.readOnly().contains(property);
    }

    /** An identifier as one text. */
    public static String identifier(ResourceSchema schema, Map<String, String> parts) {
        return String.join(
                "|",
                schema.identifier().stream().map(part -> parts.getOrDefault(part, "")).toList());
    }

    /** The parts of an identifier, by name; one that is short of some has the first. */
    public static Map<String, String> parts(ResourceSchema schema, String identifier) {
        String[] values = identifier.split("\\|", -1);
        Map<String, String> parts = new LinkedHashMap<>();
        for (int index = 0; index < Math.min(values.length, schema.identifier().size()); index++) {
            parts.put(schema.identifier().get(index), values[index]);
        }
        return parts;
    }

    /** The parts of the identifier of a resource that is known: from its properties, or given. */
    public static Map<String, String> parts(
            ResourceSchema schema, Physical physical, ObjectNode properties) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : schema.identifier()) {
            JsonNode declared = properties.path(part);
            JsonNode given = physical.attributes().path(part);
            boolean named = declared.isValueNode() && !schema.readOnly().contains(part);
            String value = named ? declared.asText() : given.asText(physical.id());
            parts.put(part, value);
        }
        return parts;
    }

    /**
     * A resource by its parts and properties: Ref gives what the service named it by, or else what
     * its author did.
     */
    public static Physical physical(
            ResourceSchema schema, Map<String, String> parts, ObjectNode properties) {
        String id =
                schema.identifier().stream()
                        .filter(schema.readOnly()::contains)
                        .findFirst()
                        .orElse(schema.identifier().getLast());
        ObjectNode attributes = Target.input();
        schema.readOnly().stream()
                .filter(properties::has)
                .forEach(name -> attributes.set(name, properties.get(name)));
        return new Physical(parts.getOrDefault(id, ""), attributes);
    }

    /** One that exists, by the parts of its identifier; empty when there is none. */
    public Optional<Physical> find(Target target, Map<String, String> parts) {
        return read(target, parts).map(properties -> physical(schema, parts, properties));
    }

    /**
     * The properties of one; empty when there is none.
     *
     * @param parts of its identifier, by name
     */
    public Optional<ObjectNode> read(Target target, Map<String, String> parts) {
        return target.read(type.service(), type.read().operation(), type.read().input(parts))
                .flatMap(output -> told(output, parts))
                .map(
                        properties -> {
                            parts.forEach(properties::put);
                            return properties;
                        });
    }

    private Optional<ObjectNode> told(JsonNode output, Map<String, String> parts) {
        ObjectNode properties = Target.input();
        for (String place : type.places()) {
            JsonNode found = place.equals(".") ? output : output.path(place);
            if (found.isArray()) {
                found =
                        found.valueStream()
                                .filter(each -> isIt(each, parts))
                                .findFirst()
                                .orElse(MissingNode.getInstance());
            }
            if (found.isMissingNode()) {
                return Optional.empty();
            }
            projection()
                    .of(found)
                    .properties()
                    .forEach(each -> properties.putIfAbsent(each.getKey(), each.getValue()));
        }
        return Optional.of(properties);
    }

    private Projection projection() {
        return new Projection(schema, type.renamed());
    }

    private boolean isIt(JsonNode each, Map<String, String> parts) {
        ObjectNode projected = projection().of(each);
        return parts.entrySet().stream()
                .allMatch(
                        part ->
                                projected
                                        .path(part.getKey())
                                        .asText(part.getValue())
                                        .equals(part.getValue()));
    }

    /**
     * All that there are.
     *
     * @param known what they belong to, by property
     */
    public List<ObjectNode> list(Target target, Map<String, String> known) {
        List<ObjectNode> all = new ArrayList<>();
        ObjectNode input = type.list().input(known);
        for (int page = 0; page < PAGES; page++) {
            JsonNode output = target.call(type.service(), type.list().operation(), input);
            output.path(type.listed()).forEach(each -> all.add(listed(each, known)));
            Optional<String> next =
                    NEXT.stream().filter(name -> output.path(name).isTextual()).findFirst();
            if (next.isEmpty()) {
                break;
            }
            String name = next.get().equals("NextMarker") ? "Marker" : next.get();
            input.set(name, output.path(next.get()));
        }
        return all;
    }

    private ObjectNode listed(JsonNode each, Map<String, String> known) {
        ObjectNode properties =
                each.isTextual()
                        ? Target.input().put(schema.identifier().getLast(), each.asText())
                        : projection().of(each);
        known.forEach(
                (name, value) -> {
                    if (!properties.has(name)) {
                        properties.put(name, value);
                    }
                });
        return properties;
    }
}
