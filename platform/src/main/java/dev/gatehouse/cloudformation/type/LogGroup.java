package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.Arn;
import java.util.List;
import java.util.Set;

/** {@code AWS::Logs::LogGroup}. */
final class LogGroup implements ResourceType {
    private static final String SERVICE = "logs";
    private static final String NAME = "logGroupName";

    @Override
    public String name() {
        return "AWS::Logs::LogGroup";
    }

    @Override
    public Set<String> properties() {
        return Set.of("LogGroupName", "RetentionInDays", "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String group = nameOf(target, declared);
        ObjectNode input = Target.input().put("logGroupNamePrefix", group);
        JsonNode found = target.call(SERVICE, "DescribeLogGroups", input).path("logGroups");
        return found.valueStream().anyMatch(each -> each.path(NAME).asText().equals(group))
                ? List.of(new Physical(group))
                : List.of();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String group = nameOf(target, declared);
        ObjectNode input = Target.input().put(NAME, group);
        if (declared.has("Tags")) {
            input.set("tags", Tagging.map(declared.get("Tags")));
        }
        target.call(SERVICE, "CreateLogGroup", input);
        Target.complete(
                () -> retain(target, group, declared),
                () -> delete(target, new Physical(group), declared));
        return new Physical(group).with("Arn", arn(target, group) + ":*");
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        if (Tagging.differBeyond(before, declared)) {
            retain(target, current.id(), declared);
        }
        Tagging.change(target, SERVICE, "resourceArn", arn(target, current.id()), before, declared);
        return current;
    }

    private static String arn(Target target, String group) {
        return Arn.of(
                        SERVICE,
                        target.identity().region(),
                        target.identity().account(),
                        "log-group:" + group)
                .toString();
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteLogGroup", Target.input().put(NAME, current.id()));
    }

    private static void retain(Target target, String group, ObjectNode declared) {
        ObjectNode input = Target.input().put(NAME, group);
        if (declared.has("RetentionInDays")) {
            input.put("retentionInDays", declared.get("RetentionInDays").asInt());
            target.call(SERVICE, "PutRetentionPolicy", input);
        } else {
            target.call(SERVICE, "DeleteRetentionPolicy", input);
        }
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("LogGroupName")
                ? declared.get("LogGroupName").asText()
                : target.generatedName(512);
    }
}
