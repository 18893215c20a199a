package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whom a bucket in a template notifies; the names are not S3's own. */
final class BucketNotification {
    static final String NAME = "NotificationConfiguration";

    /**
     * @param list in a template
     * @param target what names the target there
     * @param input the list of S3's own
     * @param member what names the target in that
     */
    private record Form(String list, String target, String input, String member) {}

    private static final List<Form> FORMS =
            List.of(
                    new Form(
                            "LambdaConfigurations",
                            "Function",
                            "LambdaFunctionConfigurations",
                            "LambdaFunctionArn"),
                    new Form("QueueConfigurations", "Queue", "QueueConfigurations", "QueueArn"),
                    new Form("TopicConfigurations", "Topic", "TopicConfigurations", "TopicArn"));

    private BucketNotification() {}

    /** What of them is understood. */
    static Set<String> properties() {
        Set<String> properties = new HashSet<>();
        for (Form form : FORMS) {
            String each = NAME + "." + form.list + ".";
            properties.add(each + form.target);
            properties.add(each + "Event");
            properties.add(each + "Filter.S3Key.Rules.Name");
            properties.add(each + "Filter.S3Key.Rules.Value");
        }
        return properties;
    }

    /** The configuration as S3 takes it; empty for no target. */
    static ObjectNode input(JsonNode declared) {
        ObjectNode input = Target.input();
        for (Form form : FORMS) {
            for (JsonNode each : declared.path(form.list)) {
                ObjectNode configuration = input.withArray("/" + form.input).addObject();
                configuration.set(form.member, each.path(form.target));
                configuration.putArray("Events").add(each.path("Event"));
                JsonNode rules = each.path("Filter").path("S3Key").path("Rules");
                if (rules instanceof ArrayNode list && !list.isEmpty()) {
                    configuration.putObject("Filter").putObject("Key").set("FilterRules", list);
                }
            }
        }
        return input;
    }
}
