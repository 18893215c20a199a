package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a template's Resources.
 *
 * @param logicalId its name in the template
 * @param type such as {@code AWS::Lambda::Function}
 * @param properties as written, intrinsic functions included
 * @param dependsOn logical ids that must exist first
 * @param condition the condition that decides whether it exists
 * @param retention what becomes of it when it is no longer needed
 */
public record ResourceDeclaration(
        String logicalId,
        String type,
        ObjectNode properties,
        List<String> dependsOn,
        Optional<String> condition,
        Retention retention) {
    public ResourceDeclaration {
        dependsOn = List.copyOf(dependsOn);
    }

    /** A declaration that only has properties. */
    public static ResourceDeclaration of(String logicalId, String type, ObjectNode properties) {
        return new ResourceDeclaration(
                logicalId, type, properties, List.of(), Optional.empty(), Retention.NONE);
    }

    /** The same with other properties. */
    public ResourceDeclaration with(String otherType, ObjectNode otherProperties) {
        return new ResourceDeclaration(
                logicalId, otherType, otherProperties, dependsOn, condition, retention);
    }
}
