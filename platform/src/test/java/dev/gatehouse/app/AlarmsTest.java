package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Alarms follow metrics and other alarms, and tell topics and functions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class AlarmsTest {
    private static final String TEMPLATE =
            """
            Resources:
              Alarm:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmName: made
                  ComparisonOperator: GreaterThanThreshold
                  EvaluationPeriods: 2
                  Threshold: 0.5
                  Metrics:
                    - Id: errors
                      ReturnData: false
                      MetricStat:
                        Metric: {Namespace: Own, MetricName: Errors}
                        Period: 60
                        Stat: Sum
                    - {Id: rate, Expression: errors / 60}
                  Tags: [{Key: team, Value: zoo}]
              Either:
                Type: AWS::CloudWatch::CompositeAlarm
                Properties: {AlarmName: either, AlarmRule: !Sub 'ALARM("${Alarm}")', Tags: [{Key: team, Value: zoo}]}
              Board:
                Type: AWS::CloudWatch::Dashboard
                Properties: {DashboardName: board, DashboardBody: '{"widgets":[]}'}
            """;
    private MeasuredNode kit;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        kit = new MeasuredNode(data);
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void alarmsFollowTheirMetrics() {
        alarm("too-much", "notBreaching");
        assertThat(state("too-much")).isEqualTo("INSUFFICIENT_DATA");
        Eventually.holds(() -> state("too-much").equals("OK"));
        Eventually.holds(
                () -> {
                    // The minute of a single one may be over before the alarm is looked at.
                    kit.put(MeasuredNode.datum("Heat", 50, Instant.now()));
                    return state("too-much").equals("ALARM");
                });
        MetricAlarm alarm =
                kit.metrics
                        .describeAlarms(of -> of.alarmNames("too-much"))
                        .metricAlarms()
                        .getFirst();
        assertThat(alarm.stateReason())
                .startsWith("Threshold Crossed: 1 out of the last 1 datapoints [50.0 (")
                .endsWith("was greater than the threshold (10.0).");
        assertThat(alarm.alarmArn())
                .isEqualTo("arn:aws:cloudwatch:us-east-1:000000000000:alarm:too-much");
        assertThat(
                        kit.metrics
                                .describeAlarmsForMetric(
                                        of -> of.namespace("Own").metricName("Heat"))
                                .metricAlarms())
                .hasSize(1);
        assertThat(kit.metrics.listTagsForResource(of -> of.resourceARN(alarm.alarmArn())).tags())
                .hasSize(1);
        assertThatThrownBy(() -> alarm("wrong", "perhaps"))
                .hasMessageContaining("not supported for TreatMissingData");

        kit.metrics.deleteAlarms(of -> of.alarmNames("too-much"));
        assertThatThrownBy(() -> kit.metrics.deleteAlarms(of -> of.alarmNames("too-much")))
                .hasMessageContaining("Unknown alarms");
    }

    @Test
    void anAlarmTellsTopicsAndFunctionsAndKeepsItsHistory() {
        try (LambdaClient lambda = kit.live.lambda();
                CloudWatchLogsClient logs = kit.live.client(CloudWatchLogsClient.builder())) {
            String code = "import json\ndef handler(event, context): print(json.dumps(event))";
            String function =
                    kit.live.python(lambda, "told", kit.live.role("told"), code).functionArn();
            String topic = "arn:aws:sns:us-east-1:000000000000:alarms";
            unmeasured("acts", topic, function);
            kit.topics.fail(1);

            toldOf("acts", StateValue.ALARM);
            Eventually.holds(() -> history("acts", HistoryItemType.ACTION).size() == 2);
            assertThat(history("acts", HistoryItemType.ACTION))
                    .extracting(AlarmHistoryItem::historySummary)
                    .containsExactlyInAnyOrder(
                            "Successfully executed action " + topic,
                            "Failed to execute action " + function);
            String told = URLDecoder.decode(kit.topics.taken().getLast(), StandardCharsets.UTF_8);
            assertThat(told)
                    .contains("Subject=ALARM: \"acts\" in us-east-1")
                    .contains(
                            "\"NewStateValue\":\"ALARM\"",
                            "\"OldStateValue\":\"INSUFFICIENT_DATA\"")
                    .contains("\"Statistic\":\"AVERAGE\"", "\"AWSAccountId\":\"000000000000\"");
            assertThat(history("acts", HistoryItemType.STATE_UPDATE).getFirst().historySummary())
                    .isEqualTo("Alarm updated from INSUFFICIENT_DATA to ALARM");
            assertThat(history("acts", HistoryItemType.CONFIGURATION_UPDATE)).hasSize(1);

            lambda.addPermission(
                    of ->
                            of.functionName("told")
                                    .statementId("alarms")
                                    .action("lambda:InvokeFunction")
                                    .principal("lambda.alarms.cloudwatch.amazonaws.com")
                                    .sourceAccount("000000000000")
                                    .sourceArn(
                                            "arn:aws:cloudwatch:us-east-1:000000000000:alarm:acts"));
            logs.createLogGroup(of -> of.logGroupName("/aws/lambda/told"));
            toldOf("acts", StateValue.OK);
            toldOf("acts", StateValue.ALARM);
            Eventually.holds(
                    () ->
                            logs
                                    .filterLogEvents(
                                            of ->
                                                    of.logGroupName("/aws/lambda/told")
                                                            .filterPattern("alarmData"))
                                    .events()
                                    .stream()
                                    .anyMatch(
                                            line ->
                                                    line.message()
                                                            .contains(
                                                                    "\"description\": \"too"
                                                                            + " hot\"")));

            kit.metrics.disableAlarmActions(of -> of.alarmNames("acts"));
            int acted = history("acts", HistoryItemType.ACTION).size();
            toldOf("acts", StateValue.OK);
            toldOf("acts", StateValue.ALARM);
            assertThat(history("acts", HistoryItemType.ACTION)).hasSize(acted);
            assertThatThrownBy(
                            () ->
                                    kit.metrics.putCompositeAlarm(
                                            of ->
                                                    of.alarmName("stops")
                                                            .alarmRule("TRUE")
                                                            .alarmActions(
                                                                    "arn:aws:automate:us-east-1:ec2:stop")))
                    .hasMessageContaining("ec2:stop is not supported");
            String others = "arn:aws:sns:us-east-1:111111111111:alarms";
            assertThatThrownBy(() -> unmeasured("tells", others))
                    .hasMessageContaining(others + " is not supported");
        }
    }

    @Test
    void aCompositeAlarmFollowsOthers() {
        for (String child : List.of("left", "right (old)")) {
            unmeasured(child);
            toldOf(child, StateValue.OK);
        }
        String rule = "ALARM(left) AND NOT (OK(\"right (old)\") OR FALSE)";
        kit.metrics.putCompositeAlarm(of -> of.alarmName("both").alarmRule(rule));
        Eventually.holds(() -> composite("both").stateValue() == StateValue.OK);
        toldOf("left", StateValue.ALARM);
        toldOf("right (old)", StateValue.ALARM);
        Eventually.holds(() -> composite("both").stateValue() == StateValue.ALARM);
        assertThat(composite("both").stateReason()).contains(" transitioned to ALARM at ");
        assertThat(composite("both").alarmRule()).isEqualTo(rule);
        assertThat(kit.metrics.describeAlarms(of -> of.alarmNames("both")).compositeAlarms())
                .isEmpty();
        assertThat(kit.metrics.describeAlarms(of -> of.childrenOfAlarmName("both")).metricAlarms())
                .hasSize(2);
        assertThat(
                        kit.metrics
                                .describeAlarms(of -> of.parentsOfAlarmName("left"))
                                .compositeAlarms())
                .hasSize(1);
        for (String wrong :
                List.of(
                        "ALARM(nobody)",
                        "ALARM(left",
                        "ALARM()",
                        "left",
                        "ALARM(left) OK(left)",
                        "ALARM(left) AND",
                        "NOT",
                        "(".repeat(5_000) + "TRUE" + ")".repeat(5_000),
                        "NOT ".repeat(2_500) + "TRUE")) {
            assertThatThrownBy(
                            () ->
                                    kit.metrics.putCompositeAlarm(
                                            of -> of.alarmName("wrong").alarmRule(wrong)))
                    .as(wrong)
                    .hasMessageContaining("AlarmRule");
        }
        assertThatThrownBy(
                        () ->
                                kit.metrics.putCompositeAlarm(
                                        of -> of.alarmName("left").alarmRule(rule)))
                .hasMessageContaining("exists already");
        kit.metrics.deleteAlarms(of -> of.alarmNames("both", "left", "right (old)"));
        assertThat(history("both", null)).isEmpty();
    }

    private CompositeAlarm composite(String name) {
        return kit.metrics
                .describeAlarms(of -> of.alarmNames(name).alarmTypes(AlarmType.COMPOSITE_ALARM))
                .compositeAlarms()
                .getFirst();
    }

    /** An alarm that keeps the state it is told of. */
    private void unmeasured(String name, String... actions) {
        kit.metrics.putMetricAlarm(
                of ->
                        of.alarmName(name)
                                .alarmDescription("too hot")
                                .namespace("Own")
                                .metricName("Unseen")
                                .statistic(Statistic.AVERAGE)
                                .period(60)
                                .evaluationPeriods(1)
                                .threshold(10.0)
                                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                                .treatMissingData("ignore")
                                .alarmActions(actions));
    }

    private void toldOf(String alarm, StateValue state) {
        kit.metrics.setAlarmState(of -> of.alarmName(alarm).stateValue(state).stateReason("test"));
    }

    private List<AlarmHistoryItem> history(String alarm, @Nullable HistoryItemType type) {
        return kit.metrics
                .describeAlarmHistory(of -> of.alarmName(alarm).historyItemType(type))
                .alarmHistoryItems();
    }

    @Test
    void stacksHaveAlarmsAndDashboards() {
        try (CloudFormationClient stacks = kit.live.client(CloudFormationClient.builder())) {
            LiveStacks made = new LiveStacks(stacks);
            made.created("watched", TEMPLATE);
            MetricAlarm alarm =
                    kit.metrics
                            .describeAlarms(of -> of.alarmNames("made"))
                            .metricAlarms()
                            .getFirst();
            assertThat(alarm.metrics()).hasSize(2);
            assertThat(alarm.threshold()).isEqualTo(0.5);
            assertThat(composite("either").alarmRule()).isEqualTo("ALARM(\"made\")");
            assertThat(kit.metrics.getDashboard(of -> of.dashboardName("board")).dashboardBody())
                    .isEqualTo("{\"widgets\":[]}");

            made.updated("watched", TEMPLATE.replace("0.5", "0.75"));
            assertThat(
                            kit.metrics
                                    .describeAlarms(of -> of.alarmNames("made"))
                                    .metricAlarms()
                                    .getFirst()
                                    .threshold())
                    .isEqualTo(0.75);

            made.deleted("watched");
            assertThat(kit.metrics.describeAlarms(of -> of.alarmNames("made")).metricAlarms())
                    .isEmpty();
            assertThat(kit.metrics.listDashboards().dashboardEntries()).isEmpty();
        }
    }

    private void alarm(String name, String missing) {
        kit.metrics.putMetricAlarm(
                of ->
                        of.alarmName(name)
                                .namespace("Own")
                                .metricName("Heat")
                                .statistic(Statistic.MAXIMUM)
                                .period(60)
                                .evaluationPeriods(1)
                                .threshold(10.0)
                                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                                .treatMissingData(missing)
                                .tags(each -> each.key("team").value("zoo")));
    }

    private String state(String name) {
        return kit.metrics
                .describeAlarms(of -> of.alarmNames(name))
                .metricAlarms()
                .getFirst()
                .stateValueAsString();
    }
}
