package dev.gatehouse.cloudformation.changeset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.TemplateReader;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a stack's NoEcho parameters hold until it changes, and what custom resources of it hide: a
 * change set must not show it even where the next template no longer says that it is one.
 */
public record FormerSecrets(Set<String> values) {

    public static FormerSecrets of(Stack.Wanted wanted) {
        if (wanted.template().isEmpty()) {
            return new FormerSecrets(Set.of());
        }
        return new FormerSecrets(
                TemplateReader.read(wanted.template()).path("Parameters").properties().stream()
                        .filter(declared -> declared.getValue().path("NoEcho").asBoolean())
                        .map(
                                declared ->
                                        wanted.parameters()
                                                .getOrDefault(
                                                        declared.getKey(),
                                                        declared.getValue()
                                                                .path("Default")
                                                                .asText()))
                        .filter(value -> !value.isEmpty())
                        .collect(Collectors.toSet()));
    }

    /** With the attributes of resources that hide theirs. */
    public FormerSecrets and(Collection<StackResource> resources) {
        Set<String> all = new HashSet<>(values);
        resources.stream()
                .filter(StackResource::secret)
                .flatMap(resource -> resource.attributes().valueStream())
                .map(JsonNode::asText)
                .filter(value -> !value.isEmpty())
                .forEach(all::add);
        return new FormerSecrets(all);
    }

    /** Whether a text in a property's value has one of them in it. */
    public boolean areIn(JsonNode property) {
        if (property.isValueNode()) {
            return values.stream().anyMatch(property.asText()::contains);
        }
        for (JsonNode part : property) {
            if (areIn(part)) {
                return true;
            }
        }
        return false;
    }
}
