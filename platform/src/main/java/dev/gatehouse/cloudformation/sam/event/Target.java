package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;

/**
 * What events call: a function or a state machine, or the alias that it publishes.
 *
 * @param owner the serverless resource; its id begins those of what is made for its events
 * @param id of the resource that is called
 * @param arn gives the ARN to call
 * @param variable stands for the ARN in a substituted text
 */
public record Target(Declared owner, String id, JsonNode arn, JsonNode variable) {
    /** A function. */
    public static Target function(Declared function) {
        // The id is the template's, and so is what begins with it.
        ArrayNode arguments =
                Json.list().add(Json.text(function.id())).add(PythonText.literal("Arn"));
        return new Target(
                function,
                function.id(),
                PythonDict.call("Fn::GetAtt", arguments),
                Json.text("${" + function.id() + ".Arn}"));
    }

    /** Anything whose ARN a reference gives: an alias, a state machine. */
    public static Target referred(Declared owner, String id) {
        return new Target(owner, id, Values.ref(id), PythonText.literal("${" + id + "}"));
    }

    /** Gives what a permission is for. */
    public JsonNode name() {
        return Values.ref(id);
    }

    /** The condition under which it is there; missing for always. */
    public JsonNode condition() {
        return owner.resource().path("Condition");
    }
}
