package dev.gatehouse.cloudformation.type.cloudwatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::CloudWatch::Dashboard}. */
public final class CloudWatchDashboard implements ResourceType {
    private static final String SERVICE = "cloudwatch";
    private static final String NAME = "DashboardName";
    private static final int LONGEST_NAME = 255;

    @Override
    public String name() {
        return "AWS::CloudWatch::Dashboard";
    }

    @Override
    public Set<String> properties() {
        return Set.of(NAME, "DashboardBody");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        return target.named(SERVICE, "GetDashboard", Target.input().put(NAME, name), name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        return put(target, nameOf(target, declared), declared);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return put(target, current.id(), declared);
    }

    private static Physical put(Target target, String name, ObjectNode declared) {
        target.call(SERVICE, "PutDashboard", declared.deepCopy().put(NAME, name));
        return new Physical(name);
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = Target.input();
        input.putArray("DashboardNames").add(current.id());
        target.remove(SERVICE, "DeleteDashboards", input);
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME)
                ? declared.get(NAME).asText()
                : target.generatedName(LONGEST_NAME);
    }
}
