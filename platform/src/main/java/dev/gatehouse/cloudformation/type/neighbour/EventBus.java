package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Events::EventBus}. */
final class EventBus implements ResourceType {
    private static final String NAME = "Name";

    @Override
    public String name() {
        return "AWS::Events::EventBus";
    }

    @Override
    public Set<String> properties() {
        return Set.of(NAME, "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.read(EventsRule.SERVICE, "DescribeEventBus", named(nameOf(declared)))
                .map(_ -> List.of(physical(target, declared)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        target.call(EventsRule.SERVICE, "CreateEventBus", declared.deepCopy());
        return physical(target, declared);
    }

    private static Physical physical(Target target, ObjectNode declared) {
        String bus = nameOf(declared);
        return new Physical(bus)
                .with(NAME, bus)
                .with("Arn", Differences.arn(target, EventsRule.SERVICE, "event-bus/" + bus));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String arn = Differences.arn(target, EventsRule.SERVICE, "event-bus/" + current.id());
        Differences.tagList(target, EventsRule.SERVICE, "ResourceARN", arn, before, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(EventsRule.SERVICE, "DeleteEventBus", named(current.id()));
    }

    private static ObjectNode named(String bus) {
        return Target.input().put(NAME, bus);
    }

    private static String nameOf(ObjectNode declared) {
        return declared.path(NAME).asText();
    }
}
