package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.resource.Waiting;
import java.util.List;
import java.util.Set;

/** {@code AWS::Kinesis::Stream}. */
final class KinesisStream implements ResourceType {
    private static final String SERVICE = "kinesis";
    private static final String NAME = "StreamName";
    private static final String SHARDS = "ShardCount";
    private static final String MODE = "StreamModeDetails";
    private static final String RETENTION = "RetentionPeriodHours";
    private static final String ENCRYPTION = "StreamEncryption";
    private static final int USUAL_RETENTION_HOURS = 24;

    @Override
    public String name() {
        return "AWS::Kinesis::Stream";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "Name",
                SHARDS,
                MODE + ".StreamMode",
                RETENTION,
                ENCRYPTION + ".EncryptionType",
                ENCRYPTION + ".KeyId",
                "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String stream = nameOf(target, declared);
        return target.read(SERVICE, "DescribeStreamSummary", named(stream))
                .map(_ -> List.of(physical(target, stream)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String stream = nameOf(target, declared);
        ObjectNode input = Differences.pick(declared, List.of(SHARDS, MODE));
        if (input.isEmpty()) {
            input.putObject(MODE).put("StreamMode", "ON_DEMAND");
        }
        target.call(SERVICE, "CreateStream", input.put(NAME, stream));
        Physical made = physical(target, stream);
        Target.complete(
                () -> {
                    settle(target, stream);
                    complete(target, stream, Target.input(), declared);
                },
                () -> delete(target, made, declared));
        return made;
    }

    private static Physical physical(Target target, String stream) {
        return new Physical(stream)
                .with("Arn", Differences.arn(target, SERVICE, "stream/" + stream));
    }

    private static void settle(Target target, String stream) {
        Waiting.until(
                "The stream " + stream,
                () ->
                        target.call(SERVICE, "DescribeStreamSummary", named(stream))
                                .path("StreamDescriptionSummary")
                                .path("StreamStatus")
                                .asText("ACTIVE")
                                .equals("ACTIVE"));
    }

    /** What streams are told once they are there. */
    private static void complete(
            Target target, String stream, ObjectNode before, ObjectNode declared) {
        int hours = declared.path(RETENTION).asInt(USUAL_RETENTION_HOURS);
        int former = before.path(RETENTION).asInt(USUAL_RETENTION_HOURS);
        if (hours != former) {
            String change = hours > former ? "Increase" : "Decrease";
            target.call(
                    SERVICE, change + "StreamRetentionPeriod", named(stream).put(RETENTION, hours));
            settle(target, stream);
        }
        if (Differences.any(before, declared, ENCRYPTION)) {
            JsonNode wanted = declared.path(ENCRYPTION);
            ObjectNode input = (wanted.isObject() ? wanted : before.get(ENCRYPTION)).deepCopy();
            String change = wanted.isObject() ? "Start" : "Stop";
            target.call(SERVICE, change + "StreamEncryption", input.put(NAME, stream));
            settle(target, stream);
        }
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            target.call(SERVICE, "RemoveTagsFromStream", named(stream).set("TagKeys", removed));
        }
        ObjectNode tags = Tagging.map(declared.path("Tags"));
        if (Differences.any(before, declared, "Tags") && !tags.isEmpty()) {
            target.call(SERVICE, "AddTagsToStream", named(stream).set("Tags", tags));
        }
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String stream = current.id();
        if (Differences.any(before, declared, MODE)) {
            ObjectNode input =
                    Target.input()
                            .put(
                                    "StreamARN",
                                    physical(target, stream).attributes().path("Arn").asText());
            JsonNode wanted = declared.path(MODE);
            input.set(
                    MODE,
                    wanted.isObject() ? wanted : Target.input().put("StreamMode", "PROVISIONED"));
            target.call(SERVICE, "UpdateStreamMode", input);
            settle(target, stream);
        }
        if (Differences.any(before, declared, SHARDS) && declared.has(SHARDS)) {
            ObjectNode input = named(stream).put("ScalingType", "UNIFORM_SCALING");
            input.set("TargetShardCount", declared.get(SHARDS));
            target.call(SERVICE, "UpdateShardCount", input);
            settle(target, stream);
        }
        complete(target, stream, before, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = named(current.id()).put("EnforceConsumerDeletion", true);
        target.remove(SERVICE, "DeleteStream", input);
    }

    private static ObjectNode named(String stream) {
        return Target.input().put(NAME, stream);
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("Name") ? declared.get("Name").asText() : target.generatedName(128);
    }
}
