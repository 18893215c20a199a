package dev.gatehouse.cloudformation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.stack.Exports;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What references stand for in a stack: pseudo parameters, parameters and the resources made so
 * far.
 *
 * @param place where the stack lives
 * @param parameters values by name
 * @param resources what exists, by logical id
 * @param conditions whether a condition holds
 * @param mappings the template's Mappings
 * @param exports where imports are found
 */
public record StackScope(
        Place place,
        Map<String, JsonNode> parameters,
        Map<String, StackResource> resources,
        Predicate<String> conditions,
        JsonNode mappings,
        Exports exports)
        implements Scope {

    /** As those see it who may see the stack: without the attributes that are secret. */
    StackScope shown() {
        Map<String, StackResource> shown = new HashMap<>(resources);
        shown.replaceAll((_, resource) -> resource.shown());
        return new StackScope(place, parameters, shown, conditions, mappings, exports);
    }

    @Override
    public Optional<JsonNode> ref(String name) {
        if (name.startsWith("AWS::")) {
            return pseudo(name);
        }
        JsonNode parameter = parameters.get(name);
        if (parameter != null) {
            return Optional.of(parameter);
        }
        return Optional.ofNullable(resources.get(name))
                .map(resource -> text(resource.physicalId()));
    }

    @Override
    public Optional<JsonNode> attribute(String logicalId, String attribute) {
        StackResource resource = resources.get(logicalId);
        if (resource == null) {
            return Optional.empty();
        }
        JsonNode given = resource.attributes().get(attribute);
        return given == null && isName(resource.type(), attribute)
                ? Optional.of(text(resource.physicalId()))
                : Optional.ofNullable(given);
    }

    /** Whether an attribute is the id that the service gave the resource, which Ref gives too. */
    private static boolean isName(String type, String attribute) {
        return ResourceSchemas.named(type)
                .map(schema -> schema.identifier().getLast().equals(attribute))
                .orElse(false);
    }

    @Override
    public Optional<JsonNode> imported(String name) {
        return exports.named(name).map(export -> text(export.value()));
    }

    @Override
    public boolean condition(String name) {
        return conditions.test(name);
    }

    private Optional<JsonNode> pseudo(String name) {
        return switch (name) {
            case "AWS::AccountId" -> Optional.of(text(place.account().value()));
            case "AWS::Region" -> Optional.of(text(place.region().name()));
            case "AWS::Partition" -> Optional.of(text(place.region().partition()));
            case "AWS::StackName" -> Optional.of(text(place.stackName()));
            case "AWS::StackId" -> Optional.of(text(place.stackId()));
            case "AWS::URLSuffix" -> Optional.of(text("amazonaws.com"));
            case "AWS::NotificationARNs" -> Optional.of(JsonNodeFactory.instance.arrayNode());
            default -> Optional.empty();
        };
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }
}
