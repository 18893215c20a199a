package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Logs::LogStream}. */
final class LogStream implements ResourceType {
    private static final String SERVICE = "logs";
    private static final String GROUP = "logGroupName";
    private static final String NAME = "logStreamName";

    @Override
    public String name() {
        return "AWS::Logs::LogStream";
    }

    @Override
    public Set<String> properties() {
        return Set.of("LogGroupName", "LogStreamName");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String stream = nameOf(target, declared);
        ObjectNode input = group(declared).put("logStreamNamePrefix", stream);
        JsonNode found =
                target.read(SERVICE, "DescribeLogStreams", input)
                        .orElse(Target.input())
                        .path("logStreams");
        return found.valueStream().anyMatch(each -> each.path(NAME).asText().equals(stream))
                ? List.of(new Physical(stream))
                : List.of();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String stream = nameOf(target, declared);
        target.call(SERVICE, "CreateLogStream", group(declared).put(NAME, stream));
        return new Physical(stream);
    }

    /** Both properties make a new one. */
    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteLogStream", group(declared).put(NAME, current.id()));
    }

    private static ObjectNode group(ObjectNode declared) {
        return Target.input().put(GROUP, declared.path("LogGroupName").asText());
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("LogStreamName")
                ? declared.get("LogStreamName").asText()
                : target.generatedName(512);
    }
}
