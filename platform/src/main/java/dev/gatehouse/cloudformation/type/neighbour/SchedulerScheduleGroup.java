package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Scheduler::ScheduleGroup}. */
final class SchedulerScheduleGroup implements ResourceType {
    private static final String SERVICE = SchedulerSchedule.SERVICE;
    private static final String NAME = "Name";

    @Override
    public String name() {
        return "AWS::Scheduler::ScheduleGroup";
    }

    @Override
    public Set<String> properties() {
        return Set.of(NAME, "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        return target.read(SERVICE, "GetScheduleGroup", named(name))
                .map(_ -> List.of(physical(target, name)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = named(name);
        if (declared.has("Tags")) {
            input.set("Tags", declared.get("Tags"));
        }
        target.call(SERVICE, "CreateScheduleGroup", input);
        return physical(target, name);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String arn = current.attributes().path("Arn").asText();
        Differences.tagList(target, SERVICE, "ResourceArn", arn, before, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteScheduleGroup", named(current.id()));
    }

    private static ObjectNode named(String name) {
        return Target.input().put(NAME, name);
    }

    private static Physical physical(Target target, String name) {
        return new Physical(name)
                .with("Arn", Differences.arn(target, SERVICE, "schedule-group/" + name));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME) ? declared.get(NAME).asText() : target.generatedName(64);
    }
}
