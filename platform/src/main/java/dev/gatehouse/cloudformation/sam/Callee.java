package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.template.Json;

/**
 * What the events of a function call: the function itself, or the alias that it publishes.
 *
 * @param function the function's logical id, which begins those of what is made for its events
 * @param arn gives the ARN to call
 * @param name gives the name that a permission is for
 * @param variable stands for the ARN in a substituted text
 */
record Callee(String function, JsonNode arn, JsonNode name, String variable) {
    static Callee function(String id) {
        return new Callee(id, Json.attribute(id, "Arn"), Json.ref(id), "${" + id + ".Arn}");
    }

    /** An alias, which Ref gives the ARN of. */
    static Callee alias(String function, String alias) {
        return new Callee(function, Json.ref(alias), Json.ref(alias), "${" + alias + "}");
    }
}
