package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.function.LogSink.LogEvent;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs seen by the AWS SDK for Java. */
@Tag("node")
final class LogsTest {
    @TempDir static Path folder = Path.of("");
    private static ServicesNode node;
    private static CloudWatchLogsClient logs;

    @BeforeAll
    static void open() throws Exception {
        node = new ServicesNode(folder);
        logs = node.client(CloudWatchLogsClient.builder()).build();
    }

    @AfterAll
    static void close() throws Exception {
        node.close();
    }

    @Test
    void terraformsWayThroughALogGroup() {
        logs.createLogGroup(r -> r.logGroupName("/tf").tags(Map.of("a", "1")));
        logs.putRetentionPolicy(r -> r.logGroupName("/tf").retentionInDays(14));

        LogGroup group =
                logs.describeLogGroups(r -> r.logGroupNamePrefix("/tf")).logGroups().getFirst();
        assertThat(group.retentionInDays()).isEqualTo(14);
        assertThat(logs.listTagsForResource(r -> r.resourceArn(group.logGroupArn())).tags())
                .isEqualTo(Map.of("a", "1"));
        assertThatThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("/tf")))
                .isInstanceOf(ResourceAlreadyExistsException.class);

        logs.deleteLogGroup(r -> r.logGroupName("/tf"));
        assertThatThrownBy(() -> logs.deleteLogGroup(r -> r.logGroupName("/tf")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void whatAFunctionWritesIsFoundByPollingFromATime() {
        long now = Instant.now().toEpochMilli();
        node.logs()
                .sink()
                .append(
                        AccountId.DEFAULT,
                        Region.DEFAULT,
                        "/aws/lambda/f",
                        "2026/11/21/[$LATEST]abc",
                        List.of(new LogEvent(now, "START"), new LogEvent(now + 1, "END")));

        Eventually.holds(() -> !logs.describeLogGroups().logGroups().isEmpty());
        List<FilteredLogEvent> found =
                Eventually.value(
                        () ->
                                logs.filterLogEvents(
                                                r -> r.logGroupName("/aws/lambda/f").startTime(now))
                                        .events(),
                        events -> !events.isEmpty());

        assertThat(found).extracting(FilteredLogEvent::message).containsExactly("START", "END");
        assertThat(found.getFirst().eventId()).hasSize(56);
        assertThat(
                        logs.describeLogStreams(
                                        r ->
                                                r.logGroupName("/aws/lambda/f")
                                                        .orderBy("LastEventTime"))
                                .logStreams()
                                .getFirst()
                                .lastEventTimestamp())
                .isEqualTo(now + 1);
    }

    @Test
    void putsAndGetsEvents() {
        long now = Instant.now().toEpochMilli();
        logs.createLogGroup(r -> r.logGroupName("/put"));
        logs.createLogStream(r -> r.logGroupName("/put").logStreamName("s"));
        logs.putLogEvents(
                r ->
                        r.logGroupName("/put")
                                .logStreamName("s")
                                .logEvents(
                                        InputLogEvent.builder()
                                                .timestamp(now)
                                                .message("{\"level\":\"ERROR\"}")
                                                .build()));

        assertThat(
                        logs
                                .getLogEventsPaginator(
                                        r ->
                                                r.logGroupName("/put")
                                                        .logStreamName("s")
                                                        .startFromHead(true))
                                .events()
                                .stream()
                                .count())
                .isEqualTo(1);
        assertThat(
                        logs.filterLogEvents(
                                        r ->
                                                r.logGroupName("/put")
                                                        .filterPattern("{ $.level = \"ERROR\" }"))
                                .events())
                .hasSize(1);
    }
}
