package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;

/** Events of a bucket of the template, which is told to notify the function. */
final class BucketEvents {
    private static final String NOTIFICATIONS = "NotificationConfiguration";
    private static final String FUNCTIONS = "LambdaConfigurations";

    private final Target target;
    private final Event event;
    private final Declared bucket;

    BucketEvents(Target target, Event event, Expansion expansion) {
        this.target = target;
        this.event = event;
        String id = event.get("Bucket").path("Ref").asText();
        ObjectNode declared = expansion.written(id);
        if (declared == null) {
            throw event.invalid("S3 events must reference an S3 bucket in the same template.");
        }
        this.bucket = new Declared(id, declared);
    }

    List<Made> made() {
        Made permission =
                Permissions.of(target, event, "s3.amazonaws.com")
                        .set("SourceAccount", Values.ref("AWS::AccountId"));
        if (target.condition().isMissingNode()) {
            JsonNode before = bucket.resource().path("DependsOn");
            ArrayNode after = Json.list();
            if (!before.isMissingNode()) {
                Values.list(before).forEach(each -> Values.addUnique(after, each));
            }
            Values.addUnique(after, Json.text(permission.id()));
            bucket.resource().set("DependsOn", after);
        } else {
            waitByTag(permission);
        }
        ArrayNode configurations = configurations();
        for (JsonNode type : Values.list(event.get("Events"))) {
            Values.addUnique(configurations, configuration(type));
        }
        Made made = new Made(bucket.id(), bucket.type(), bucket.attributes());
        made.properties().setAll(bucket.properties());
        return List.of(permission, made);
    }

    /** What may not be there cannot be depended on, but referred to under its condition. */
    private void waitByTag(Made permission) {
        ArrayNode tags =
                bucket.get("Tags") instanceof ArrayNode list
                        ? list
                        : bucket.properties().putArray("Tags");
        JsonNode waits =
                Values.choice(
                        target.condition(),
                        Values.ref(permission.id()),
                        Json.text("no dependency"));
        tags.addObject()
                .put("Key", "sam:ConditionalDependsOn:" + permission.id())
                .set("Value", waits);
    }

    private ArrayNode configurations() {
        JsonNode notifications = bucket.get(NOTIFICATIONS);
        if (!notifications.isMissingNode() && !notifications.isObject()) {
            throw SamErrors.resource(
                    bucket.id(), "Property 'NotificationConfiguration' should be a map.");
        }
        ObjectNode all =
                notifications instanceof ObjectNode object
                        ? object
                        : bucket.properties().putObject(NOTIFICATIONS);
        JsonNode functions = all.path(FUNCTIONS);
        if (!functions.isMissingNode() && !functions.isArray()) {
            throw SamErrors.resource(
                    bucket.id(), "Invalid type for LambdaConfigurations. Must be a list.");
        }
        return functions instanceof ArrayNode list ? list : all.putArray(FUNCTIONS);
    }

    private ObjectNode configuration(JsonNode type) {
        ObjectNode configuration = Json.object();
        configuration.set("Function", target.arn());
        Json.copy(event.properties(), configuration, "Filter");
        configuration.set("Event", type);
        JsonNode condition = target.condition();
        return condition.isMissingNode() ? configuration : Values.onlyIf(condition, configuration);
    }
}
