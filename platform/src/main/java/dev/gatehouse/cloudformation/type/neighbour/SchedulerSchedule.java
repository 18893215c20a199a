package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code AWS::Scheduler::Schedule}, whose properties are called as the service calls them. */
final class SchedulerSchedule implements ResourceType {
    static final String SERVICE = "scheduler";
    private static final String NAME = "Name";
    private static final String GROUP = "GroupName";
    private static final List<String> SETTINGS =
            List.of(
                    "Description",
                    "EndDate",
                    "FlexibleTimeWindow",
                    "KmsKeyArn",
                    "ScheduleExpression",
                    "ScheduleExpressionTimezone",
                    "StartDate",
                    "State",
                    "Target");

    @Override
    public String name() {
        return "AWS::Scheduler::Schedule";
    }

    @Override
    public Set<String> properties() {
        Set<String> known = new HashSet<>(SETTINGS);
        known.addAll(Set.of(NAME, GROUP, "FlexibleTimeWindow.*", "Target.*"));
        return known;
    }

    @Override
    public Set<String> replacing() {
        return Set.of(GROUP);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        return target.read(SERVICE, "GetSchedule", schedule(name, declared))
                .map(_ -> List.of(physical(target, name, declared)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        target.call(SERVICE, "CreateSchedule", input(name, declared));
        return physical(target, name, declared);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        target.call(SERVICE, "UpdateSchedule", input(current.id(), declared));
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteSchedule", schedule(current.id(), declared));
    }

    private static ObjectNode input(String name, ObjectNode declared) {
        ObjectNode input = Differences.pick(declared, SETTINGS);
        input.setAll(schedule(name, declared));
        return input;
    }

    private static ObjectNode schedule(String name, ObjectNode declared) {
        ObjectNode input = Differences.pick(declared, List.of(GROUP));
        return input.put(NAME, name);
    }

    private static Physical physical(Target target, String name, ObjectNode declared) {
        String group = declared.path(GROUP).asText("default");
        return new Physical(name)
                .with("Arn", Differences.arn(target, SERVICE, "schedule/" + group + "/" + name));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME) ? declared.get(NAME).asText() : target.generatedName(64);
    }
}
