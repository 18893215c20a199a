package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import java.util.List;

/** Events of a user pool of the template, whose triggers become the function. */
final class PoolEvents {
    private static final String TRIGGERS = "LambdaConfig";

    private final Target target;
    private final Event event;
    private final Declared pool;

    PoolEvents(Target target, Event event, Expansion expansion) {
        this.target = target;
        this.event = event;
        String id = event.get("UserPool").path("Ref").asText();
        ObjectNode declared = expansion.written(id);
        if (declared == null) {
            throw event.invalid(
                    "Cognito events must reference a Cognito UserPool in the same template.");
        }
        this.pool = new Declared(id, declared);
    }

    List<Made> made() {
        Made permission =
                Permissions.of(target, target.id() + "Cognito", "", "cognito-idp.amazonaws.com")
                        .set("SourceArn", Values.attribute(pool.id(), "Arn"));
        JsonNode before = pool.get(TRIGGERS);
        if (!before.isMissingNode() && !before.isObject()) {
            throw SamErrors.resource(pool.id(), "Property 'LambdaConfig' should be a map.");
        }
        ObjectNode triggers =
                before instanceof ObjectNode object
                        ? object
                        : pool.properties().putObject(TRIGGERS);
        for (JsonNode trigger : Values.list(event.get("Trigger"))) {
            if (triggers.has(trigger.asText())) {
                throw event.invalid(
                        "Cognito trigger \"" + trigger.asText() + "\" defined multiple times.");
            }
            triggers.set(trigger.asText(), target.arn());
        }
        Made made = new Made(pool.id(), pool.type(), pool.attributes());
        made.properties().setAll(pool.properties());
        return List.of(permission, made);
    }
}
