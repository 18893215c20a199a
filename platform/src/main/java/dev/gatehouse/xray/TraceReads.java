package dev.gatehouse.xray;

import dev.gatehouse.aws.xray.BatchGetTracesRequest;
import dev.gatehouse.aws.xray.BatchGetTracesResult;
import dev.gatehouse.aws.xray.GetServiceGraphRequest;
import dev.gatehouse.aws.xray.GetServiceGraphResult;
import dev.gatehouse.aws.xray.GetTraceSummariesRequest;
import dev.gatehouse.aws.xray.GetTraceSummariesResult;
import dev.gatehouse.aws.xray.Segment;
import dev.gatehouse.aws.xray.Trace;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.xray.TraceStore.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations that read traces. */
final class TraceReads {
    private static final int TRACES_AT_ONCE = 5;
    private static final int SUMMARIES_A_PAGE = 100;

    /** X-Ray API Reference, GetTraceSummaries and GetServiceGraph. */
    private static final Duration LONGEST_RANGE = Duration.ofHours(24);

    private final TraceStore store;
    private final Clock clock;

    TraceReads(TraceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    BatchGetTracesResult traces(RequestContext context, BatchGetTracesRequest input) {
        if (input.traceIds().size() > TRACES_AT_ONCE) {
            throw invalid("Too many trace ids: at most " + TRACES_AT_ONCE + " are allowed.");
        }
        rejectToken(input.nextToken());
        List<Trace> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id : input.traceIds()) {
            Optional<RecordedTrace> trace = store.find(place(context), id);
            trace.ifPresentOrElse(recorded -> found.add(trace(recorded)), () -> missing.add(id));
        }
        return BatchGetTracesResult.builder().traces(found).unprocessedTraceIds(missing).build();
    }

    private static Trace trace(RecordedTrace recorded) {
        return Trace.builder()
                .id(recorded.id())
                .duration(recorded.duration())
                .limitExceeded(recorded.isExceeded())
                .segments(
                        recorded.segments().stream()
                                .map(
                                        segment ->
                                                Segment.builder()
                                                        .id(segment.id())
                                                        .document(segment.json().toString())
                                                        .build())
                                .toList())
                .build();
    }

    GetTraceSummariesResult summaries(RequestContext context, GetTraceSummariesRequest input) {
        checkRange(input.startTime(), input.endTime());
        if (input.filterExpression() != null && !input.filterExpression().isBlank()) {
            throw invalid("FilterExpression is not supported by this node.");
        }
        if (input.samplingStrategy() != null || Boolean.TRUE.equals(input.sampling())) {
            throw invalid("Sampling is not supported by this node: it tells of all traces.");
        }
        boolean byId = input.timeRangeType() == null || input.timeRangeType().equals("TraceId");
        List<RecordedTrace> all =
                store.all(place(context)).stream()
                        .filter(
                                trace ->
                                        isWithin(
                                                byId ? trace.idSeconds() : trace.start(),
                                                input.startTime(),
                                                input.endTime()))
                        .toList();
        int from = offset(input.nextToken(), all.size());
        int to = Math.min(all.size(), from + SUMMARIES_A_PAGE);
        return GetTraceSummariesResult.builder()
                .traceSummaries(all.subList(from, to).stream().map(TraceSummaries::of).toList())
                .tracesProcessedCount((long) (to - from))
                .approximateTime(clock.now())
                .nextToken(to < all.size() ? Integer.toString(to) : null)
                .build();
    }

    GetServiceGraphResult graph(RequestContext context, GetServiceGraphRequest input) {
        checkRange(input.startTime(), input.endTime());
        rejectToken(input.nextToken());
        if (input.groupName() != null && !input.groupName().equals("Default")
                || input.groupARN() != null) {
            throw invalid("Group not found.");
        }
        ServiceGraph graph = new ServiceGraph(context.account().value());
        store.all(place(context)).stream()
                .filter(trace -> isWithin(trace.start(), input.startTime(), input.endTime()))
                .forEach(graph::add);
        return GetServiceGraphResult.builder()
                .startTime(input.startTime())
                .endTime(input.endTime())
                .services(graph.services())
                .containsOldGroupVersions(false)
                .build();
    }

    static Place place(RequestContext context) {
        return new Place(context.account(), context.region());
    }

    private static void checkRange(Instant start, Instant end) {
        if (start.isAfter(end)) {
            throw invalid("StartTime must be before EndTime");
        }
        if (Duration.between(start, end).compareTo(LONGEST_RANGE) > 0) {
            throw invalid("Time range cannot be longer than 24 hours");
        }
    }

    private static boolean isWithin(double seconds, Instant start, Instant end) {
        // Instants of ids have no fractions: the second that the range begins in counts.
        return seconds >= start.getEpochSecond() && !SegmentDocument.instant(seconds).isAfter(end);
    }

    private static void rejectToken(@Nullable String token) {
        if (token != null) {
            throw invalid("Invalid NextToken");
        }
    }

    private static int offset(@Nullable String token, int size) {
        if (token == null) {
            return 0;
        }
        try {
            int offset = Integer.parseInt(token);
            if (offset >= 0) {
                return Math.min(offset, size);
            }
        } catch (NumberFormatException notOurs) {
            // As below.
        }
        throw invalid("Invalid NextToken");
    }

    static ServiceException invalid(String message) {
        return new ServiceException("InvalidRequestException", 400, message);
    }
}
