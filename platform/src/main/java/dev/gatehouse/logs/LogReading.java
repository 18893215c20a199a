package dev.gatehouse.logs;

import dev.gatehouse.aws.logs.FilterLogEventsRequest;
import dev.gatehouse.aws.logs.FilterLogEventsResponse;
import dev.gatehouse.aws.logs.FilteredLogEvent;
import dev.gatehouse.aws.logs.GetLogEventsRequest;
import dev.gatehouse.aws.logs.GetLogEventsResponse;
import dev.gatehouse.aws.logs.OutputLogEvent;
import dev.gatehouse.logs.files.Cursor;
import dev.gatehouse.logs.files.GroupLog;
import dev.gatehouse.logs.files.KeptEvent;
import dev.gatehouse.logs.files.Page;
import dev.gatehouse.logs.files.Query;
import dev.gatehouse.logs.filter.FilterPattern;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** GetLogEvents and FilterLogEvents. */
final class LogReading {
    private static final int EVENTS_MAX = 10_000;

    private final GroupCatalog groups;

    LogReading(GroupCatalog groups) {
        this.groups = groups;
    }

    GetLogEventsResponse get(RequestContext context, GetLogEventsRequest input) {
        LogGroup group = group(context, input.logGroupName(), input.logGroupIdentifier());
        GroupLog log = groups.events(group);
        String stream = input.logStreamName();
        if (log.stream(stream).isEmpty()) {
            throw LogErrors.noStream();
        }
        StreamToken token =
                input.nextToken() == null
                        ? StreamToken.first(Boolean.TRUE.equals(input.startFromHead()))
                        : StreamToken.parse(input.nextToken());
        Cursor start = Cursor.at(firstMillis(group, input.startTime()));
        Cursor end = input.endTime() == null ? Cursor.END : Cursor.at(input.endTime());
        Query query =
                new Query(
                        stream::equals,
                        token.forward() ? max(start, token.cursor()) : start,
                        token.forward() ? end : min(end, token.cursor()),
                        !token.forward(),
                        limit(input.limit()),
                        message -> true);
        List<KeptEvent> events = log.read(query).events();
        return GetLogEventsResponse.builder()
                .events(events.stream().map(LogReading::output).toList())
                .nextForwardToken(token.after(events).toString())
                .nextBackwardToken(token.before(events).toString())
                .build();
    }

    FilterLogEventsResponse filter(RequestContext context, FilterLogEventsRequest input) {
        LogGroup group = group(context, input.logGroupName(), input.logGroupIdentifier());
        GroupLog log = groups.events(group);
        Cursor start = Cursor.at(firstMillis(group, input.startTime()));
        Cursor end = input.endTime() == null ? Cursor.END : Cursor.behind(input.endTime());
        Query query =
                new Query(
                        streams(log, input.logStreamNames(), input.logStreamNamePrefix()),
                        input.nextToken() == null ? start : cursor(input.nextToken()),
                        end,
                        false,
                        limit(input.limit()),
                        pattern(input.filterPattern()));
        Page page = log.read(query);
        return FilterLogEventsResponse.builder()
                .events(page.events().stream().map(LogReading::filtered).toList())
                .searchedLogStreams(List.of())
                .nextToken(page.more() ? page.events().getLast().at().next().toString() : null)
                .build();
    }

    private LogGroup group(
            RequestContext context, @Nullable String name, @Nullable String identifier) {
        Scope here = GroupNames.scope(context);
        return groups.find(here, GroupNames.name(here, name, identifier))
                .orElseThrow(LogErrors::noGroup);
    }

    private long firstMillis(LogGroup group, @Nullable Long startTime) {
        long asked = startTime == null ? 0 : Math.max(0, startTime);
        return Math.max(asked, groups.expiredBeforeMillis(group));
    }

    private static Predicate<String> streams(
            GroupLog log, @Nullable List<String> names, @Nullable String prefix) {
        if (names != null && prefix != null) {
            throw LogErrors.invalid(
                    "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
        }
        if (names != null) {
            if (names.stream().anyMatch(name -> log.stream(name).isEmpty())) {
                throw LogErrors.noStream();
            }
            return Set.copyOf(names)::contains;
        }
        return prefix == null ? name -> true : name -> name.startsWith(prefix);
    }

    private static Predicate<String> pattern(@Nullable String pattern) {
        return pattern == null ? message -> true : FilterPattern.parse(pattern);
    }

    private static Cursor cursor(String token) {
        return Cursor.parse(token)
                .orElseThrow(() -> LogErrors.invalid("The specified nextToken is invalid."));
    }

    private static int limit(@Nullable Integer limit) {
        return Objects.requireNonNullElse(limit, EVENTS_MAX);
    }

    private static Cursor max(Cursor one, Cursor other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Cursor min(Cursor one, Cursor other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static OutputLogEvent output(KeptEvent event) {
        return OutputLogEvent.builder()
                .timestamp(event.at().timestampMillis())
                .message(event.message())
                .ingestionTime(event.ingestionMillis())
                .build();
    }

    private static FilteredLogEvent filtered(KeptEvent event) {
        return FilteredLogEvent.builder()
                .logStreamName(event.stream())
                .timestamp(event.at().timestampMillis())
                .message(event.message())
                .ingestionTime(event.ingestionMillis())
                .eventId(event.at().toString())
                .build();
    }
}
