package dev.gatehouse.logs;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.logs.CreateLogStreamRequest;
import dev.gatehouse.aws.logs.DeleteLogStreamRequest;
import dev.gatehouse.aws.logs.DescribeLogStreamsRequest;
import dev.gatehouse.aws.logs.DescribeLogStreamsResponse;
import dev.gatehouse.aws.logs.LogStream;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.logs.files.GroupLog;
import dev.gatehouse.logs.files.KeptStream;
import dev.gatehouse.logs.files.Span;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operations on log streams. */
final class LogStreams {
    private static final int PAGE = 50;
    private static final Comparator<KeptStream> BY_NAME = Comparator.comparing(KeptStream::name);
    private static final Comparator<KeptStream> BY_LAST_EVENT =
            Comparator.comparingLong((KeptStream stream) -> stream.span().lastMillis())
                    .thenComparing(BY_NAME);

    private final GroupCatalog groups;
    private final Clock clock;

    LogStreams(GroupCatalog groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
    }

    Empty create(RequestContext context, CreateLogStreamRequest input) {
        GroupLog log = events(GroupNames.scope(context), input.logGroupName());
        if (!log.createStream(input.logStreamName(), clock.millis(), true)) {
            throw LogErrors.streamExists();
        }
        return Empty.EMPTY;
    }

    Empty delete(RequestContext context, DeleteLogStreamRequest input) {
        GroupLog log = events(GroupNames.scope(context), input.logGroupName());
        if (!log.deleteStream(input.logStreamName())) {
            throw LogErrors.noStream();
        }
        return Empty.EMPTY;
    }

    DescribeLogStreamsResponse describe(RequestContext context, DescribeLogStreamsRequest input) {
        Scope scope = GroupNames.scope(context);
        String group = GroupNames.name(scope, input.logGroupName(), input.logGroupIdentifier());
        boolean byTime = "LastEventTime".equals(input.orderBy());
        String prefix = input.logStreamNamePrefix();
        if (byTime && prefix != null) {
            throw LogErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        Comparator<KeptStream> order = byTime ? BY_LAST_EVENT : BY_NAME;
        if (Boolean.TRUE.equals(input.descending())) {
            order = order.reversed();
        }
        List<KeptStream> all =
                events(scope, group).streams().stream()
                        .filter(stream -> prefix == null || stream.name().startsWith(prefix))
                        .filter(after(input.nextToken(), order))
                        .sorted(order)
                        .toList();
        int limit = Objects.requireNonNullElse(input.limit(), PAGE);
        List<KeptStream> page = all.subList(0, Math.min(limit, all.size()));
        return DescribeLogStreamsResponse.builder()
                .logStreams(page.stream().map(stream -> view(scope, group, stream)).toList())
                .nextToken(all.size() > limit ? token(page.getLast()) : null)
                .build();
    }

    private GroupLog events(Scope scope, String group) {
        return groups.find(scope, group).map(groups::events).orElseThrow(LogErrors::noGroup);
    }

    /** A page's token names the last stream of the page and what it was sorted by. */
    private static String token(KeptStream last) {
        return last.span().lastMillis() + "~" + last.name();
    }

    private static Predicate<KeptStream> after(
            @Nullable String token, Comparator<KeptStream> order) {
        if (token == null) {
            return stream -> true;
        }
        int end = token.indexOf('~');
        try {
            long time = Long.parseLong(token.substring(0, Math.max(0, end)));
            KeptStream last =
                    new KeptStream(token.substring(end + 1), 0, 0, new Span(time, time, time));
            return stream -> order.compare(stream, last) > 0;
        } catch (NumberFormatException e) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
    }

    private static LogStream view(Scope scope, String group, KeptStream stream) {
        Optional<Span> span = Optional.of(stream.span()).filter(each -> !each.isEmpty());
        return LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.createdMillis())
                .firstEventTimestamp(span.map(Span::firstMillis).orElse(null))
                .lastEventTimestamp(span.map(Span::lastMillis).orElse(null))
                .lastIngestionTime(span.map(Span::ingestedMillis).orElse(null))
                .uploadSequenceToken(SequenceTokens.NEXT)
                .arn(GroupNames.streamArn(scope, group, stream.name()))
                .storedBytes(0L)
                .build();
    }
}
