package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.cloudformation.template.Scope;
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
record StackScope(
        Place place,
        Map<String, JsonNode> parameters,
        Map<String, StackResource> resources,
        Predicate<String> conditions,
        JsonNode mappings,
        Exports exports)
        implements Scope {

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
        return Optional.ofNullable(resources.get(logicalId))
                .map(resource -> resource.attributes().get(attribute));
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
