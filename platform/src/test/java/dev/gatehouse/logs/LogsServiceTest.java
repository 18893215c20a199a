package dev.gatehouse.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.logs.CreateLogGroupRequest;
import dev.gatehouse.aws.logs.CreateLogStreamRequest;
import dev.gatehouse.aws.logs.DeleteLogGroupRequest;
import dev.gatehouse.aws.logs.DescribeLogGroupsRequest;
import dev.gatehouse.aws.logs.DescribeLogGroupsResponse;
import dev.gatehouse.aws.logs.DescribeLogStreamsRequest;
import dev.gatehouse.aws.logs.DescribeLogStreamsResponse;
import dev.gatehouse.aws.logs.Entity;
import dev.gatehouse.aws.logs.FilterLogEventsRequest;
import dev.gatehouse.aws.logs.FilterLogEventsResponse;
import dev.gatehouse.aws.logs.FilteredLogEvent;
import dev.gatehouse.aws.logs.GetLogEventsRequest;
import dev.gatehouse.aws.logs.GetLogEventsResponse;
import dev.gatehouse.aws.logs.InputLogEvent;
import dev.gatehouse.aws.logs.ListTagsForResourceRequest;
import dev.gatehouse.aws.logs.LogGroup;
import dev.gatehouse.aws.logs.LogStream;
import dev.gatehouse.aws.logs.OutputLogEvent;
import dev.gatehouse.aws.logs.PutLogEventsRequest;
import dev.gatehouse.aws.logs.PutLogEventsResponse;
import dev.gatehouse.aws.logs.PutRetentionPolicyRequest;
import dev.gatehouse.aws.logs.TagResourceRequest;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.logs.files.LogFiles;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.wire.RequestContext;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
final class LogsServiceTest {
    private static final RequestContext CONTEXT =
            new RequestContext(
                    RequestId.next(),
                    Principal.root(AccountId.DEFAULT),
                    AccountId.DEFAULT,
                    Region.DEFAULT,
                    "127.0.0.1",
                    "localhost:4566");
    private static final String ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/app";

    @TempDir Path folder = Path.of("");
    private Store store;
    private LogFiles files;
    private LogGroups groups;
    private LogStreams streams;
    private LogTags tags;
    private LogIngestion ingestion;
    private LogReading reading;
    private long now;

    @BeforeEach
    void open() {
        now = Clock.SYSTEM.millis();
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
        files = new LogFiles(folder.resolve("logs"));
        GroupCatalog catalog = new GroupCatalog(store, files, Clock.SYSTEM);
        groups = new LogGroups(catalog);
        streams = new LogStreams(catalog, Clock.SYSTEM);
        tags = new LogTags(catalog);
        ingestion = new LogIngestion(catalog, Clock.SYSTEM);
        reading = new LogReading(catalog);
        groups.create(
                CONTEXT,
                CreateLogGroupRequest.builder()
                        .logGroupName("/app")
                        .tags(Map.of("a", "1"))
                        .build());
    }

    @AfterEach
    void close() {
        files.close();
        store.close();
    }

    @Test
    void describesAGroupAsTerraformReadsItBack() {
        groups.putRetentionPolicy(
                CONTEXT,
                PutRetentionPolicyRequest.builder()
                        .logGroupName("/app")
                        .retentionInDays(7)
                        .build());

        LogGroup group = describe("/app").getFirst();

        assertThat(group.arn()).isEqualTo(ARN + ":*");
        assertThat(group.logGroupArn()).isEqualTo(ARN);
        assertThat(group.retentionInDays()).isEqualTo(7);
        assertThat(group.logGroupClass()).isEqualTo("STANDARD");
        assertThat(group.storedBytes()).isZero();
    }

    @Test
    void rejectsByNameWhatAGroupCannotHaveHere() {
        CreateLogGroupRequest plain = CreateLogGroupRequest.builder().logGroupName("/no").build();

        assertUnsupported("kmsKeyId", plain.toBuilder().kmsKeyId("arn:aws:kms:key").build());
        assertUnsupported(
                "logGroupClass DELIVERY", plain.toBuilder().logGroupClass("DELIVERY").build());
        assertUnsupported(
                "deletionProtectionEnabled",
                plain.toBuilder().deletionProtectionEnabled(true).build());
        assertThat(describe("/no")).isEmpty();
        assertThatThrownBy(
                        () ->
                                groups.create(
                                        CONTEXT, plain.toBuilder().logGroupName("aws/x").build()))
                .hasMessage("Log groups starting with AWS/ are reserved for AWS.");
    }

    private void assertUnsupported(String member, CreateLogGroupRequest request) {
        assertThatThrownBy(() -> groups.create(CONTEXT, request))
                .hasMessage(member + " is not supported.");
    }

    @Test
    void takesEventsAndSaysThatItDropsTheirEntity() {
        streams.create(
                CONTEXT,
                CreateLogStreamRequest.builder()
                        .logGroupName("/app")
                        .logStreamName("entity")
                        .build());

        PutLogEventsResponse response =
                ingestion.put(
                        CONTEXT,
                        PutLogEventsRequest.builder()
                                .logGroupName("/app")
                                .logStreamName("entity")
                                .entity(Entity.builder().attributes(Map.of("a", "b")).build())
                                .logEvents(
                                        List.of(
                                                InputLogEvent.builder()
                                                        .timestamp(now)
                                                        .message("x")
                                                        .build()))
                                .build());

        assertThat(response.rejectedEntityInfo()).isNotNull();
        assertThat(response.rejectedLogEventsInfo()).isNull();
    }

    @Test
    void pagesThroughGroups() {
        IntStream.range(0, 5).forEach(i -> createGroup("/p/" + i));
        DescribeLogGroupsRequest first =
                DescribeLogGroupsRequest.builder().logGroupNamePrefix("/p/").limit(3).build();

        DescribeLogGroupsResponse page = groups.describe(CONTEXT, first);
        DescribeLogGroupsResponse rest =
                groups.describe(CONTEXT, first.toBuilder().nextToken(page.nextToken()).build());

        assertThat(page.logGroups()).hasSize(3);
        assertThat(rest.logGroups())
                .extracting(LogGroup::logGroupName)
                .containsExactly("/p/3", "/p/4");
        assertThat(rest.nextToken()).isNull();
    }

    @Test
    void rejectsAsAwsDoes() {
        rejected("ResourceAlreadyExistsException", () -> createGroup("/app"));
        rejected("ResourceNotFoundException", () -> put("none", "x", now, "m"));
        rejected("ResourceNotFoundException", () -> createStream("/none", "s"));
        createStream("/app", "s");
        rejected("ResourceAlreadyExistsException", () -> createStream("/app", "s"));
        rejected(
                "InvalidParameterException",
                () ->
                        groups.putRetentionPolicy(
                                CONTEXT,
                                PutRetentionPolicyRequest.builder()
                                        .logGroupName("/app")
                                        .retentionInDays(2)
                                        .build()));
        rejected(
                "ResourceNotFoundException",
                () ->
                        groups.delete(
                                CONTEXT,
                                DeleteLogGroupRequest.builder().logGroupName("/none").build()));
    }

    @Test
    void tagsGoByTheArnWithOrWithoutTheStar() {
        tags.tag(
                CONTEXT,
                TagResourceRequest.builder()
                        .resourceArn(ARN + ":*")
                        .tags(Map.of("b", "2"))
                        .build());

        assertThat(
                        tags.list(
                                        CONTEXT,
                                        ListTagsForResourceRequest.builder()
                                                .resourceArn(ARN)
                                                .build())
                                .tags())
                .isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void aGroupElsewhereIsNotTheOneOfItsNameHere() {
        for (String theirs :
                List.of(
                        ARN.replace("us-east-1", "eu-west-1"),
                        ARN.replace("000000000000", "111122223333"))) {
            rejected(
                    "ResourceNotFoundException",
                    () ->
                            tags.tag(
                                    CONTEXT,
                                    TagResourceRequest.builder()
                                            .resourceArn(theirs)
                                            .tags(Map.of("b", "2"))
                                            .build()));
        }
    }

    @Test
    void theEndOfTimeIsAnEndToo() {
        createStream("/app", "a");
        put("/app", "a", now, "last");

        assertThat(
                        reading.filter(
                                        CONTEXT,
                                        FilterLogEventsRequest.builder()
                                                .logGroupName("/app")
                                                .endTime(Long.MAX_VALUE)
                                                .build())
                                .events())
                .hasSize(1);
    }

    @Test
    void theFolderOfADeletedGroupIsNotMadeAgain() {
        files.group("folder");
        files.delete("folder");

        assertThatThrownBy(() -> files.group("folder")).isInstanceOf(UncheckedIOException.class);
        assertThat(folder.resolve("logs/folder")).doesNotExist();
    }

    @Test
    void cleaningOpensNoGroupThatHasNothingToFree() {
        GroupCatalog fresh =
                new GroupCatalog(store, new LogFiles(folder.resolve("l2")), Clock.SYSTEM);
        fresh.clean();
        assertThat(folder.resolve("l2")).isEmptyDirectory();
    }

    @Test
    void tokensLeadForwardThroughAStreamAndRepeatAtItsEnd() {
        createStream("/app", "s");
        IntStream.range(0, 5).forEach(i -> put("/app", "s", now + i, "m" + i));

        GetLogEventsResponse first = get(2, true, null);
        GetLogEventsResponse second = get(2, null, first.nextForwardToken());
        GetLogEventsResponse third = get(2, null, second.nextForwardToken());
        GetLogEventsResponse end = get(2, null, third.nextForwardToken());
        put("/app", "s", now + 9, "m9");
        GetLogEventsResponse later = get(2, null, end.nextForwardToken());

        assertThat(messages(first)).containsExactly("m0", "m1");
        assertThat(messages(second)).containsExactly("m2", "m3");
        assertThat(messages(third)).containsExactly("m4");
        assertThat(messages(end)).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(third.nextForwardToken());
        assertThat(messages(later)).containsExactly("m9");
        assertThat(messages(get(2, null, third.nextBackwardToken()))).containsExactly("m2", "m3");
    }

    @Test
    void aReaderStartsAtTheTailUnlessToldOtherwise() {
        createStream("/app", "s");
        IntStream.range(0, 5).forEach(i -> put("/app", "s", now + i, "m" + i));

        GetLogEventsResponse tail = get(2, null, null);

        assertThat(messages(tail)).containsExactly("m3", "m4");
        assertThat(messages(get(2, null, tail.nextBackwardToken()))).containsExactly("m1", "m2");
        rejected("InvalidParameterException", () -> get(2, null, "f/12/s"));
    }

    @Test
    void filtersAcrossStreamsPageByPage() {
        createStream("/app", "a");
        createStream("/app", "b");
        for (int i = 0; i < 10; i++) {
            put("/app", i % 2 == 0 ? "a" : "b", now + i, (i % 3 == 0 ? "ERROR " : "INFO ") + i);
        }
        FilterLogEventsRequest request =
                FilterLogEventsRequest.builder()
                        .logGroupName("/app")
                        .filterPattern("ERROR")
                        .startTime(now + 1)
                        .endTime(now + 9)
                        .limit(2)
                        .build();

        FilterLogEventsResponse first = reading.filter(CONTEXT, request);
        FilterLogEventsResponse second =
                reading.filter(CONTEXT, request.toBuilder().nextToken(first.nextToken()).build());

        assertThat(filtered(first)).containsExactly("b:ERROR 3", "a:ERROR 6");
        assertThat(filtered(second)).containsExactly("b:ERROR 9");
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void rejectsEventsThatAreTooOldOrTooNewAndKeepsTheRest() {
        createStream("/app", "s");
        long day = 86_400_000L;

        PutLogEventsResponse old = ingestion.put(CONTEXT, batch(event(now - 15 * day, "old")));
        PutLogEventsResponse mixed =
                ingestion.put(CONTEXT, batch(event(now, "ok"), event(now + day / 6, "new")));

        assertThat(Objects.requireNonNull(old.rejectedLogEventsInfo()).tooOldLogEventEndIndex())
                .isEqualTo(1);
        assertThat(Objects.requireNonNull(mixed.rejectedLogEventsInfo()).tooNewLogEventStartIndex())
                .isEqualTo(1);
        assertThat(messages(get(10, true, null))).containsExactly("ok");
    }

    @Test
    void rejectsABatchOutOfOrderOrTooWide() {
        createStream("/app", "s");

        rejected(
                "InvalidParameterException",
                () -> ingestion.put(CONTEXT, batch(event(now, "b"), event(now - 1, "a"))));
        rejected(
                "InvalidParameterException",
                () -> ingestion.put(CONTEXT, batch(event(now - 90_000_000, "a"), event(now, "b"))));
    }

    @Test
    void ordersStreamsByTheirLastEvent() {
        for (String stream : List.of("x", "y", "z")) {
            createStream("/app", stream);
        }
        put("/app", "y", now, "1");
        put("/app", "x", now + 1, "2");
        DescribeLogStreamsRequest request =
                DescribeLogStreamsRequest.builder()
                        .logGroupName("/app")
                        .orderBy("LastEventTime")
                        .descending(true)
                        .limit(2)
                        .build();

        DescribeLogStreamsResponse first = streams.describe(CONTEXT, request);
        DescribeLogStreamsResponse second =
                streams.describe(CONTEXT, request.toBuilder().nextToken(first.nextToken()).build());

        assertThat(first.logStreams())
                .extracting(LogStream::logStreamName)
                .containsExactly("x", "y");
        assertThat(second.logStreams()).extracting(LogStream::logStreamName).containsExactly("z");
    }

    private static void rejected(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private List<LogGroup> describe(String prefix) {
        return Objects.requireNonNull(
                groups.describe(
                                CONTEXT,
                                DescribeLogGroupsRequest.builder()
                                        .logGroupNamePrefix(prefix)
                                        .build())
                        .logGroups());
    }

    private void createGroup(String name) {
        groups.create(CONTEXT, CreateLogGroupRequest.builder().logGroupName(name).build());
    }

    private void createStream(String group, String stream) {
        streams.create(
                CONTEXT,
                CreateLogStreamRequest.builder().logGroupName(group).logStreamName(stream).build());
    }

    private void put(String group, String stream, long time, String message) {
        ingestion.put(
                CONTEXT,
                PutLogEventsRequest.builder()
                        .logGroupName(group)
                        .logStreamName(stream)
                        .logEvents(List.of(event(time, message)))
                        .build());
    }

    private static InputLogEvent event(long time, String message) {
        return InputLogEvent.builder().timestamp(time).message(message).build();
    }

    private static PutLogEventsRequest batch(InputLogEvent... events) {
        return PutLogEventsRequest.builder()
                .logGroupName("/app")
                .logStreamName("s")
                .logEvents(List.of(events))
                .build();
    }

    private GetLogEventsResponse get(
            int limit, @Nullable Boolean fromHead, @Nullable String token) {
        return reading.get(
                CONTEXT,
                GetLogEventsRequest.builder()
                        .logGroupName("/app")
                        .logStreamName("s")
                        .limit(limit)
                        .startFromHead(fromHead)
                        .nextToken(token)
                        .build());
    }

    private static List<String> messages(GetLogEventsResponse response) {
        return new ArrayList<>(
                Objects.requireNonNull(response.events()).stream()
                        .map(OutputLogEvent::message)
                        .toList());
    }

    private static List<String> filtered(FilterLogEventsResponse response) {
        List<FilteredLogEvent> events = Objects.requireNonNull(response.events());
        return events.stream().map(each -> each.logStreamName() + ":" + each.message()).toList();
    }
}
