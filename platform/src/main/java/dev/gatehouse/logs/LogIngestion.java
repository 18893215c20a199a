package dev.gatehouse.logs;

import dev.gatehouse.aws.logs.InputLogEvent;
import dev.gatehouse.aws.logs.PutLogEventsRequest;
import dev.gatehouse.aws.logs.PutLogEventsResponse;
import dev.gatehouse.aws.logs.RejectedEntityInfo;
import dev.gatehouse.aws.logs.RejectedLogEventsInfo;
import dev.gatehouse.function.LogSink.LogEvent;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.logs.files.GroupLog;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PutLogEvents: what clients write themselves. Events it accepts are on the disk. */
final class LogIngestion {
    private static final int BATCH_BYTES_MAX = 1_048_576;
    private static final int EVENT_BYTES = 26;
    private static final long TOO_NEW_MILLIS = Duration.ofHours(2).toMillis();
    private static final long TOO_OLD_MILLIS = Duration.ofDays(14).toMillis();
    private static final long SPAN_MILLIS = Duration.ofHours(24).toMillis();

    /** AWS's way to take the events and not what they are said to be of. */
    private static final RejectedEntityInfo NO_ENTITIES =
            RejectedEntityInfo.builder().errorType("UnsupportedLogGroupType").build();

    private final GroupCatalog groups;
    private final Clock clock;

    LogIngestion(GroupCatalog groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
    }

    PutLogEventsResponse put(RequestContext context, PutLogEventsRequest input) {
        checkBatch(input.logEvents());
        LogGroup group =
                groups.find(GroupNames.scope(context), input.logGroupName())
                        .orElseThrow(LogErrors::noGroup);
        GroupLog log = groups.events(group);
        if (log.stream(input.logStreamName()).isEmpty()) {
            throw LogErrors.noStream();
        }
        long now = clock.millis();
        Verdict verdict = Verdict.of(input.logEvents(), now, groups.expiredBeforeMillis(group));
        log.append(input.logStreamName(), now, verdict.accepted(), true);
        return PutLogEventsResponse.builder()
                .nextSequenceToken(SequenceTokens.NEXT)
                .rejectedLogEventsInfo(verdict.rejected())
                .rejectedEntityInfo(input.entity() == null ? null : NO_ENTITIES)
                .build();
    }

    private static void checkBatch(List<InputLogEvent> events) {
        long bytes = 0;
        long before = Long.MIN_VALUE;
        for (InputLogEvent event : events) {
            bytes += event.message().getBytes(StandardCharsets.UTF_8).length + EVENT_BYTES;
            if (event.timestamp() < before) {
                throw LogErrors.invalid(
                        "Log events in a single PutLogEvents request must be in chronological"
                                + " order.");
            }
            before = event.timestamp();
        }
        if (bytes > BATCH_BYTES_MAX) {
            throw LogErrors.invalid(
                    "Upload too large: " + bytes + " bytes exceeds limit of " + BATCH_BYTES_MAX);
        }
        if (before - events.getFirst().timestamp() > SPAN_MILLIS) {
            throw LogErrors.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more"
                            + " than 24 hours.");
        }
    }

    /** Which events of a batch are accepted; the rest is named by its bounds. */
    private record Verdict(List<LogEvent> accepted, @Nullable RejectedLogEventsInfo rejected) {

        static Verdict of(List<InputLogEvent> events, long now, long expiredBefore) {
            List<LogEvent> accepted = new ArrayList<>();
            Integer tooOld = null;
            Integer expired = null;
            Integer tooNew = null;
            for (int i = 0; i < events.size(); i++) {
                long time = events.get(i).timestamp();
                if (time < expiredBefore) {
                    expired = i + 1;
                } else if (time < now - TOO_OLD_MILLIS) {
                    tooOld = i + 1;
                } else if (time > now + TOO_NEW_MILLIS) {
                    tooNew = tooNew == null ? Integer.valueOf(i) : tooNew;
                } else {
                    accepted.add(new LogEvent(time, events.get(i).message()));
                }
            }
            if (accepted.size() == events.size()) {
                return new Verdict(accepted, null);
            }
            return new Verdict(
                    accepted,
                    RejectedLogEventsInfo.builder()
                            .tooNewLogEventStartIndex(tooNew)
                            .tooOldLogEventEndIndex(tooOld)
                            .expiredLogEventEndIndex(expired)
                            .build());
        }
    }
}
