package dev.gatehouse.cloudtrail;

import dev.gatehouse.aws.cloudtrail.LookupAttribute;
import dev.gatehouse.aws.cloudtrail.LookupEventsRequest;
import dev.gatehouse.aws.cloudtrail.LookupEventsResponse;
import dev.gatehouse.function.LogHistory;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** LookupEvents: the calls of the last 90 days that the trail keeps, the newest first. */
final class LookupEvents {
    /** CloudTrail User Guide, "Viewing events with CloudTrail Event history". */
    private static final Duration HISTORY = Duration.ofDays(90);

    private static final int MAX_RESULTS = 50;

    private final LogHistory history;
    private final Clock clock;

    LookupEvents(LogHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    LookupEventsResponse handle(RequestContext context, LookupEventsRequest input) {
        Instant now = clock.now();
        Instant start = Objects.requireNonNullElse(input.startTime(), Instant.EPOCH);
        Instant end = Objects.requireNonNullElse(input.endTime(), now);
        if (start.isAfter(end)) {
            throw error("InvalidTimeRangeException", "StartTime must be before EndTime.");
        }
        if (input.eventCategory() != null) {
            throw error("InvalidEventCategoryException", "Insights events are not recorded here.");
        }
        LogHistory.Window window =
                new LogHistory.Window(
                        Math.max(start.toEpochMilli(), now.minus(HISTORY).toEpochMilli()),
                        end.toEpochMilli(),
                        input.nextToken(),
                        Objects.requireNonNullElse(input.maxResults(), MAX_RESULTS));
        LogHistory.Page page;
        try {
            page =
                    history.newest(
                            context.account(),
                            context.region(),
                            CallTrail.GROUP,
                            window,
                            wanted(input.lookupAttributes()));
        } catch (IllegalArgumentException malformed) {
            throw error("InvalidNextTokenException", "Invalid token.");
        }
        return LookupEventsResponse.builder()
                .events(page.messages().stream().map(Recorded::event).toList())
                .nextToken(page.next())
                .build();
    }

    private static Predicate<String> wanted(@Nullable List<LookupAttribute> attributes) {
        if (attributes == null || attributes.isEmpty()) {
            return _ -> true;
        }
        if (attributes.size() > 1) {
            throw error(
                    "InvalidLookupAttributesException", "Only one lookup attribute is allowed.");
        }
        LookupAttribute attribute = attributes.getFirst();
        String value = attribute.attributeValue();
        return switch (attribute.attributeKey()) {
            case "EventId" -> record -> value.equals(Recorded.of(record).text("eventID"));
            case "EventName" -> record -> value.equals(Recorded.of(record).text("eventName"));
            case "EventSource" -> record -> value.equals(Recorded.of(record).text("eventSource"));
            case "ReadOnly" -> record -> value.equals(Recorded.of(record).text("readOnly"));
            case "Username" -> record -> value.equals(Recorded.of(record).userName());
            case "AccessKeyId" -> record -> value.equals(Recorded.of(record).keyId());
            case "ResourceType" -> record -> Recorded.of(record).resourceTypeIs(value);
            case "ResourceName" -> record -> Recorded.of(record).resourceIs(value);
            default ->
                    throw error(
                            "InvalidLookupAttributesException",
                            attribute.attributeKey() + " is not recorded here.");
        };
    }

    private static ServiceException error(String code, String message) {
        return new ServiceException(code, 400, message);
    }
}
