package dev.gatehouse.cloudtrail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.cloudtrail.Event;
import dev.gatehouse.aws.cloudtrail.Resource;
import java.time.Instant;
import java.util.List;
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

    private String resource() {
        return json.path("additionalEventData").path("resource").asText("");
    }

    boolean resourceIs(String name) {
        return resource().equals(name)
                || resource().endsWith('/' + name)
                || resource().endsWith(':' + name);
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
                .resources(
                        read.resource().isEmpty()
                                ? List.of()
                                : List.of(Resource.builder().resourceName(read.resource()).build()))
                .cloudTrailEvent(record)
                .build();
    }
}
