package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Events::Rule}. */
final class EventsRule implements ResourceType {
    static final String SERVICE = "events";
    private static final String BUS = "EventBusName";
    private static final String PATTERN = "EventPattern";
    private static final String TARGETS = "Targets";
    private static final List<String> SETTINGS =
            List.of(BUS, "Description", "RoleArn", "ScheduleExpression", "State");

    @Override
    public String name() {
        return "AWS::Events::Rule";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "Name",
                BUS,
                "Description",
                PATTERN + ".*",
                "RoleArn",
                "ScheduleExpression",
                "State",
                "Tags.*",
                TARGETS + ".Arn",
                TARGETS + ".Id",
                TARGETS + ".Input",
                TARGETS + ".InputPath",
                TARGETS + ".InputTransformer.*",
                TARGETS + ".RoleArn",
                TARGETS + ".DeadLetterConfig.*",
                TARGETS + ".RetryPolicy.*",
                TARGETS + ".SqsParameters.*",
                TARGETS + ".KinesisParameters.*",
                TARGETS + ".HttpParameters.*");
    }

    /** A rule is on one bus for ever. */
    @Override
    public Set<String> replacing() {
        return Set.of(BUS);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String rule = nameOf(target, declared);
        ObjectNode input = Differences.pick(declared, List.of(BUS)).put("Name", rule);
        return target.read(SERVICE, "DescribeRule", input)
                .map(_ -> List.of(physical(target, declared, rule)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String rule = nameOf(target, declared);
        ObjectNode input = settings(declared).put("Name", rule);
        if (declared.has("Tags")) {
            input.set("Tags", declared.get("Tags"));
        }
        target.call(SERVICE, "PutRule", input);
        Physical made = physical(target, declared, rule);
        Target.complete(
                () -> point(target, rule, Target.input(), declared),
                () -> delete(target, made, declared));
        return made;
    }

    private static ObjectNode settings(ObjectNode declared) {
        ObjectNode input = Differences.pick(declared, SETTINGS);
        if (declared.has(PATTERN)) {
            input.put(PATTERN, Target.document(declared.get(PATTERN)));
        }
        return input;
    }

    private static Physical physical(Target target, ObjectNode declared, String rule) {
        String bus = declared.path(BUS).asText("default");
        String name = bus.substring(bus.lastIndexOf('/') + 1);
        String path = name.equals("default") ? rule : name + '/' + rule;
        return new Physical(rule).with("Arn", Differences.arn(target, SERVICE, "rule/" + path));
    }

    /** Targets that are gone are removed; those that are there are put. */
    private static void point(Target target, String rule, ObjectNode before, ObjectNode declared) {
        ArrayNode gone = Target.input().arrayNode();
        before.path(TARGETS)
                .forEach(
                        former -> {
                            if (declared.path(TARGETS)
                                    .valueStream()
                                    .noneMatch(each -> each.path("Id").equals(former.path("Id")))) {
                                gone.add(former.path("Id"));
                            }
                        });
        if (!gone.isEmpty()) {
            ObjectNode input = of(declared, rule);
            target.remove(SERVICE, "RemoveTargets", input.set("Ids", gone));
        }
        if (!declared.path(TARGETS).isEmpty()) {
            ObjectNode input = of(declared, rule);
            target.call(SERVICE, "PutTargets", input.set(TARGETS, declared.get(TARGETS)));
        }
    }

    private static ObjectNode of(ObjectNode declared, String rule) {
        return Differences.pick(declared, List.of(BUS)).put("Rule", rule);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String rule = current.id();
        target.call(SERVICE, "PutRule", settings(declared).put("Name", rule));
        point(target, rule, before, declared);
        String arn = physical(target, declared, rule).attributes().path("Arn").asText();
        Differences.tagList(target, SERVICE, "ResourceARN", arn, before, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode bus = Differences.pick(declared, List.of(BUS));
        ObjectNode nothing = bus.deepCopy();
        point(target, current.id(), declared, nothing);
        target.remove(SERVICE, "DeleteRule", bus.put("Name", current.id()));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("Name") ? declared.get("Name").asText() : target.generatedName(64);
    }
}
