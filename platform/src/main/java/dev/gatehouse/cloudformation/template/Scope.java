package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What references in a template stand for while it is being evaluated. */
public interface Scope {
    /** What {@code Ref} of a parameter, pseudo parameter or resource gives; empty when unknown. */
    Optional<JsonNode> ref(String name);

    /** What {@code Fn::GetAtt} gives; empty when there is no such resource or attribute. */
    Optional<JsonNode> attribute(String logicalId, String attribute);

    /** What another stack exports under a name; empty when none does. */
    Optional<JsonNode> imported(String name);

    /** Whether a condition of the template holds. */
    boolean condition(String name);

    /** The template's Mappings. */
    JsonNode mappings();
}
