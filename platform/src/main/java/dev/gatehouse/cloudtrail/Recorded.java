package dev.gatehouse.cloudtrail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.cloudtrail.Event;
import dev.gatehouse.aws.cloudtrail.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record of the trail, read again. */
record Recorded(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Recorded of(String record) {
        try {
            return new Recorded(JSON.readTree(record));
        } catch (JsonProcessingException written) {
            // Others may write to the group.
            return new Recorded(JSON.createObjectNode());
        }
    }

    @Nullable String text(String name) {
        return json.path(name).asText(null);
    }

    /** Whom CloudTrail names: a user, or a session by its own name. */
    @Nullable String userName() {
        JsonNode identity = json.path("userIdentity");
        String user = identity.path("userName").asText(null);
        String arn = identity.path("arn").asText("");
        return user == null && arn.contains(":assumed-role/")
                ? arn.substring(arn.lastIndexOf('/') + 1)
                : user;
    }

    /** The id of the key that signed the call. */
    @Nullable String keyId() {
        return json.path("userIdentity").path("accessKeyId").asText(null);
    }

    private List<Resource> resources() {
        List<Resource> found = new ArrayList<>();
        for (JsonNode each : json.path("resources")) {
            found.add(
                    Resource.builder()
                            .resourceType(each.path("type").asText(null))
                            .resourceName(each.path("ARN").asText())
                            .build());
        }
        return found;
    }

    /** Whether it is about something of that ARN or name. */
    boolean resourceIs(String name) {
        return resources().stream()
                .map(Resource::resourceName)
                .filter(Objects::nonNull)
                .anyMatch(
                        each ->
                                each.equals(name)
                                        || each.endsWith('/' + name)
                                        || each.endsWith(':' + name));
    }

    boolean resourceTypeIs(String type) {
        return resources().stream().anyMatch(each -> type.equals(each.resourceType()));
    }

    static Event event(String record) {
        Recorded read = of(record);
        String time = read.text("eventTime");
        return Event.builder()
                .eventId(read.text("eventID"))
                .eventName(read.text("eventName"))
                .readOnly(read.text("readOnly"))
                .eventTime(time == null ? null : Instant.parse(time))
                .eventSource(read.text("eventSource"))
                .username(read.userName())
                .accessKeyId(read.keyId())
                .resources(read.resources())
                .cloudTrailEvent(record)
                .build();
    }
}
