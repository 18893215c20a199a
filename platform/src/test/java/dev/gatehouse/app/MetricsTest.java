package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** CloudWatch's metrics: those of users, of API Gateway and of Lambda. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class MetricsTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MINUTES);

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

    private static final String CODE =
            """
            import json, time
            def handler(event, context):
                print(json.dumps({
                    '_aws': {'Timestamp': int(time.time() * 1000), 'CloudWatchMetrics': [{
                        'Namespace': 'Shop', 'Dimensions': [['Service']],
                        'Metrics': [{'Name': 'Orders', 'Unit': 'Count'}]}]},
                    'Service': 'carts', 'Orders': [2, 3]}))
                return 1 / event['by']
            """;

    private Path data;
    private Node node;
    private LiveNode live;
    private CloudWatchClient metrics;
    private Neighbour topics;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        data = folder;
        topics = new Neighbour();
        open();
    }

    private void open() {
        node =
                Node.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data", data.toString(),
                                                "port", "0",
                                                "endpoint.sns", topics.endpoint()))));
        live = LiveNode.of(node);
        metrics = live.client(CloudWatchClient.builder());
    }

    @AfterAll
    void stop() {
        metrics.close();
        node.close();
        topics.close();
    }

    @Test
    void valuesAreToldByPeriodAndSurviveAStop() {
        put(datum("Load", 1, NOW.minus(Duration.ofMinutes(9))));
        put(
                MetricDatum.builder()
                        .metricName("Load")
                        .dimensions(dimension("Host", "a"))
                        .timestamp(NOW.minus(Duration.ofMinutes(9)))
                        .values(IntStream.rangeClosed(1, 100).mapToObj(each -> each / 1.0).toList())
                        .unit(StandardUnit.MILLISECONDS)
                        .build());
        put(datum("Load", 7, NOW.minus(Duration.ofMinutes(2))));
        metrics.close();
        node.close();
        open();

        Eventually.holds(() -> !statistics("Load", null).isEmpty());
        List<Datapoint> points = statistics("Load", null);
        assertThat(points).extracting(Datapoint::sum).containsExactlyInAnyOrder(1.0, 7.0);
        Datapoint spread =
                metrics.getMetricStatistics(
                                of ->
                                        of.namespace("Own")
                                                .metricName("Load")
                                                .dimensions(dimension("Host", "a"))
                                                .startTime(NOW.minus(Duration.ofMinutes(10)))
                                                .endTime(NOW.plus(Duration.ofMinutes(2)))
                                                .period(60)
                                                .extendedStatistics("p50", "p99.9"))
                        .datapoints()
                        .getFirst();
        assertThat(spread.extendedStatistics().get("p50")).isCloseTo(50, within(1.0));
        assertThat(spread.extendedStatistics().get("p99.9")).isCloseTo(100, within(1.5));
        assertThat(metrics.listMetrics(of -> of.namespace("Own").metricName("Load")).metrics())
                .extracting(Metric::dimensions)
                .containsExactlyInAnyOrder(List.of(), List.of(dimension("Host", "a")));
        assertThat(
                        metrics.listMetrics(
                                        of ->
                                                of.namespace("Own")
                                                        .dimensions(each -> each.name("Host")))
                                .metrics())
                .hasSize(1);
    }

    @Test
    void expressionsCalculateWithMetrics() {
        put(datum("Errors", 2, NOW.minus(Duration.ofMinutes(5))));
        put(datum("Requests", 8, NOW.minus(Duration.ofMinutes(5))));
        put(datum("Requests", 4, NOW.minus(Duration.ofMinutes(4))));
        assertThat(calculate("100 * errors / requests").values()).containsExactly(25.0);
        assertThat(calculate("SUM(METRICS())").values()).containsExactly(4.0, 10.0);
        assertThat(calculate("IF(requests > 5, requests, 0)").values()).containsExactly(0.0, 8.0);
        assertThat(calculate("requests - AVG(requests)").values()).containsExactly(-2.0, 2.0);
        assertThat(calculate("RATE(requests)").values()).containsExactly(-4 / 60.0);
        assertThatThrownBy(() -> calculate("SEARCH(requests)"))
                .hasMessageContaining("SEARCH is not supported");
        assertThatThrownBy(() -> calculate("ANOMALY_DETECTION_BAND(requests)"))
                .hasMessageContaining("ANOMALY_DETECTION_BAND is not supported");
        assertThatThrownBy(() -> calculate("nothing * 2")).hasMessageContaining("'nothing'");
    }

    @Test
    void whatCloudWatchRejectsIsRejected() {
        assertThatThrownBy(
                        () ->
                                metrics.putMetricData(
                                        of ->
                                                of.namespace("AWS/Lambda")
                                                        .metricData(datum("x", 1, NOW))))
                .hasMessageContaining("AWS/Lambda for parameter Namespace is invalid");
        assertThatThrownBy(() -> put(datum("x", 1, NOW.minus(Duration.ofDays(20)))))
                .hasMessageContaining("past two weeks");
        assertThatThrownBy(() -> put(MetricDatum.builder().metricName("x").build()))
                .hasMessageContaining("At least one of the parameters must be specified");
        assertThatThrownBy(
                        () ->
                                metrics.getMetricStatistics(
                                        of ->
                                                of.namespace("Own")
                                                        .metricName("Load")
                                                        .startTime(NOW.minus(Duration.ofDays(3)))
                                                        .endTime(NOW)
                                                        .period(60)
                                                        .statistics(Statistic.SUM)))
                .hasMessageContaining("exceeds the limit of 1,440");
    }

    @Test
    void longRequestsComeCompressed() {
        put(
                IntStream.range(0, 500)
                        .mapToObj(each -> datum("Many" + each, each, NOW))
                        .toArray(MetricDatum[]::new));
        assertThat(metrics.listMetrics(of -> of.namespace("Own").metricName("Many499")).metrics())
                .hasSize(1);
    }

    @Test
    void apisAndFunctionsAreMeasured() throws Exception {
        try (LambdaClient lambda = live.lambda();
                ApiGatewayClient rest =
                        ApiGatewayClient.builder()
                                .endpointOverride(live.endpoint())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("test", "test")))
                                .build()) {
            live.python(lambda, "measured", live.role("functions"), CODE);
            lambda.invoke(of -> of.functionName("measured").payload(json("{\"by\": 1}")));
            lambda.invoke(of -> of.functionName("measured").payload(json("{\"by\": 0}")));
            lambda.invoke(
                    of ->
                            of.functionName("measured")
                                    .invocationType(InvocationType.EVENT)
                                    .payload(json("{\"by\": 1}")));
            String api = mockApi(rest);
            live.http("GET", "/_aws/execute-api/" + api + "/v1/");
            live.http("GET", "/_aws/execute-api/" + api + "/v1/");
            live.http("GET", "/_aws/execute-api/" + api + "/v1/none");
        }
        Dimension function = dimension("FunctionName", "measured");
        Eventually.holds(() -> sum("AWS/Lambda", "Invocations", function) == 3);
        assertThat(sum("AWS/Lambda", "Errors", function)).isEqualTo(1);
        assertThat(sum("AWS/Lambda", "AsyncEventsReceived", function)).isEqualTo(1);
        assertThat(count("AWS/Lambda", "AsyncEventAge", function)).isEqualTo(1);
        assertThat(sum("AWS/Lambda", "Duration", function)).isPositive();
        assertThat(sum("AWS/Lambda", "ConcurrentExecutions", function)).isPositive();
        assertThat(sum("AWS/Lambda", "Invocations", function, dimension("Resource", "measured")))
                .isEqualTo(3);
        // Lines of the embedded metric format are metrics, too.
        Eventually.holds(() -> sum("Shop", "Orders", dimension("Service", "carts")) == 15);
        Dimension api = dimension("ApiName", "zoo");
        Eventually.holds(() -> sum("AWS/ApiGateway", "Count", api) == 3);
        assertThat(sum("AWS/ApiGateway", "4XXError", api, dimension("Stage", "v1"))).isEqualTo(1);
        assertThat(sum("AWS/ApiGateway", "5XXError", api)).isZero();
        assertThat(
                        sum(
                                "AWS/ApiGateway",
                                "Count",
                                api,
                                dimension("Stage", "v1"),
                                dimension("Method", "GET"),
                                dimension("Resource", "/")))
                .isEqualTo(2);
        assertThat(sum("AWS/ApiGateway", "Latency", api)).isPositive();
    }

    @Test
    void provisionedConcurrencyIsMeasuredByAlias() {
        try (LambdaClient lambda = live.lambda()) {
            live.python(lambda, "kept", live.role("kept"), CODE.replace("'carts'", "'kept'"));
            String version = lambda.publishVersion(of -> of.functionName("kept")).version();
            lambda.createAlias(of -> of.functionName("kept").name("live").functionVersion(version));
            lambda.putProvisionedConcurrencyConfig(
                    of ->
                            of.functionName("kept")
                                    .qualifier("live")
                                    .provisionedConcurrentExecutions(1));
            Eventually.holds(
                    () ->
                            lambda.getProvisionedConcurrencyConfig(
                                            of -> of.functionName("kept").qualifier("live"))
                                    .statusAsString()
                                    .equals("READY"));
            lambda.invoke(of -> of.functionName("kept:live").payload(json("{\"by\": 1}")));
        }
        Dimension function = dimension("FunctionName", "kept");
        Dimension alias = dimension("Resource", "kept:live");
        Eventually.holds(
                () -> sum("AWS/Lambda", "ProvisionedConcurrencyInvocations", function, alias) == 1);
        assertThat(sum("AWS/Lambda", "ProvisionedConcurrencyUtilization", function, alias))
                .isPositive();
        assertThat(sum("AWS/Lambda", "ProvisionedConcurrentExecutions", function)).isPositive();
        Eventually.holds(() -> sum("AWS/Lambda", "Duration", function, alias) > 0);
    }

    @Test
    void alarmsFollowTheirMetrics() {
        alarm("too-much", "notBreaching");
        assertThat(state("too-much")).isEqualTo("INSUFFICIENT_DATA");
        Eventually.holds(() -> state("too-much").equals("OK"));
        put(datum("Heat", 50, Instant.now()));
        Eventually.holds(() -> state("too-much").equals("ALARM"));
        MetricAlarm alarm =
                metrics.describeAlarms(of -> of.alarmNames("too-much")).metricAlarms().getFirst();
        assertThat(alarm.stateReason())
                .startsWith("Threshold Crossed: 1 out of the last 1 datapoints [50.0 (")
                .endsWith("was greater than the threshold (10.0).");
        assertThat(alarm.alarmArn())
                .isEqualTo("arn:aws:cloudwatch:us-east-1:000000000000:alarm:too-much");
        assertThat(
                        metrics.describeAlarmsForMetric(
                                        of -> of.namespace("Own").metricName("Heat"))
                                .metricAlarms())
                .hasSize(1);
        assertThat(metrics.listTagsForResource(of -> of.resourceARN(alarm.alarmArn())).tags())
                .hasSize(1);
        assertThatThrownBy(() -> alarm("wrong", "perhaps"))
                .hasMessageContaining("not supported for TreatMissingData");

        metrics.deleteAlarms(of -> of.alarmNames("too-much"));
        assertThatThrownBy(() -> metrics.deleteAlarms(of -> of.alarmNames("too-much")))
                .hasMessageContaining("Unknown alarms");
    }

    @Test
    void anAlarmTellsTopicsAndFunctionsAndKeepsItsHistory() {
        try (LambdaClient lambda = live.lambda();
                CloudWatchLogsClient logs = live.client(CloudWatchLogsClient.builder())) {
            String code = "import json\ndef handler(event, context): print(json.dumps(event))";
            String function = live.python(lambda, "told", live.role("told"), code).functionArn();
            String topic = "arn:aws:sns:us-east-1:000000000000:alarms";
            unmeasured("acts", topic, function);
            topics.fail(1);

            toldOf("acts", StateValue.ALARM);
            Eventually.holds(() -> history("acts", HistoryItemType.ACTION).size() == 2);
            assertThat(history("acts", HistoryItemType.ACTION))
                    .extracting(AlarmHistoryItem::historySummary)
                    .containsExactlyInAnyOrder(
                            "Successfully executed action " + topic,
                            "Failed to execute action " + function);
            String told = URLDecoder.decode(topics.taken().getLast(), StandardCharsets.UTF_8);
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

            metrics.disableAlarmActions(of -> of.alarmNames("acts"));
            int acted = history("acts", HistoryItemType.ACTION).size();
            toldOf("acts", StateValue.OK);
            toldOf("acts", StateValue.ALARM);
            assertThat(history("acts", HistoryItemType.ACTION)).hasSize(acted);
            assertThatThrownBy(
                            () ->
                                    metrics.putCompositeAlarm(
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
        metrics.putCompositeAlarm(of -> of.alarmName("both").alarmRule(rule));
        Eventually.holds(() -> composite("both").stateValue() == StateValue.OK);
        toldOf("left", StateValue.ALARM);
        toldOf("right (old)", StateValue.ALARM);
        Eventually.holds(() -> composite("both").stateValue() == StateValue.ALARM);
        assertThat(composite("both").stateReason()).contains(" transitioned to ALARM at ");
        assertThat(composite("both").alarmRule()).isEqualTo(rule);
        assertThat(metrics.describeAlarms(of -> of.alarmNames("both")).compositeAlarms()).isEmpty();
        assertThat(metrics.describeAlarms(of -> of.childrenOfAlarmName("both")).metricAlarms())
                .hasSize(2);
        assertThat(metrics.describeAlarms(of -> of.parentsOfAlarmName("left")).compositeAlarms())
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
                                    metrics.putCompositeAlarm(
                                            of -> of.alarmName("wrong").alarmRule(wrong)))
                    .as(wrong)
                    .hasMessageContaining("AlarmRule");
        }
        assertThatThrownBy(
                        () -> metrics.putCompositeAlarm(of -> of.alarmName("left").alarmRule(rule)))
                .hasMessageContaining("exists already");
        metrics.deleteAlarms(of -> of.alarmNames("both", "left", "right (old)"));
        assertThat(history("both", null)).isEmpty();
    }

    private CompositeAlarm composite(String name) {
        return metrics.describeAlarms(
                        of -> of.alarmNames(name).alarmTypes(AlarmType.COMPOSITE_ALARM))
                .compositeAlarms()
                .getFirst();
    }

    /** An alarm that keeps the state it is told of. */
    private void unmeasured(String name, String... actions) {
        metrics.putMetricAlarm(
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
        metrics.setAlarmState(of -> of.alarmName(alarm).stateValue(state).stateReason("test"));
    }

    private List<AlarmHistoryItem> history(String alarm, @Nullable HistoryItemType type) {
        return metrics.describeAlarmHistory(of -> of.alarmName(alarm).historyItemType(type))
                .alarmHistoryItems();
    }

    @Test
    void stacksHaveAlarmsAndDashboards() {
        try (CloudFormationClient stacks = live.client(CloudFormationClient.builder())) {
            LiveStacks made = new LiveStacks(stacks);
            made.created("watched", TEMPLATE);
            MetricAlarm alarm =
                    metrics.describeAlarms(of -> of.alarmNames("made")).metricAlarms().getFirst();
            assertThat(alarm.metrics()).hasSize(2);
            assertThat(alarm.threshold()).isEqualTo(0.5);
            assertThat(composite("either").alarmRule()).isEqualTo("ALARM(\"made\")");
            assertThat(metrics.getDashboard(of -> of.dashboardName("board")).dashboardBody())
                    .isEqualTo("{\"widgets\":[]}");

            made.updated("watched", TEMPLATE.replace("0.5", "0.75"));
            assertThat(
                            metrics.describeAlarms(of -> of.alarmNames("made"))
                                    .metricAlarms()
                                    .getFirst()
                                    .threshold())
                    .isEqualTo(0.75);

            made.deleted("watched");
            assertThat(metrics.describeAlarms(of -> of.alarmNames("made")).metricAlarms())
                    .isEmpty();
            assertThat(metrics.listDashboards().dashboardEntries()).isEmpty();
        }
    }

    private void alarm(String name, String missing) {
        metrics.putMetricAlarm(
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
        return metrics.describeAlarms(of -> of.alarmNames(name))
                .metricAlarms()
                .getFirst()
                .stateValueAsString();
    }

    private static SdkBytes json(String text) {
        return SdkBytes.fromUtf8String(text);
    }

    private static String mockApi(ApiGatewayClient rest) {
        var created = rest.createRestApi(of -> of.name("zoo"));
        String api = created.id();
        String root = created.rootResourceId();
        rest.putMethod(
                of ->
                        of.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .authorizationType("NONE"));
        rest.putMethodResponse(
                of -> of.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        rest.putIntegration(
                of ->
                        of.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .type("MOCK")
                                .requestTemplates(Map.of("application/json", "{statusCode: 200}")));
        rest.putIntegrationResponse(
                of -> of.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        rest.createDeployment(of -> of.restApiId(api).stageName("v1"));
        rest.updateStage(
                of ->
                        of.restApiId(api)
                                .stageName("v1")
                                .patchOperations(
                                        each ->
                                                each.op(Op.REPLACE)
                                                        .path("/*/*/metrics/enabled")
                                                        .value("true")));
        return api;
    }

    private double sum(String namespace, String name, Dimension... dimensions) {
        return metrics
                .getMetricStatistics(
                        of ->
                                of.namespace(namespace)
                                        .metricName(name)
                                        .dimensions(dimensions)
                                        .startTime(NOW.minus(Duration.ofMinutes(1)))
                                        .endTime(NOW.plus(Duration.ofHours(1)))
                                        .period(60)
                                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }

    private double count(String namespace, String name, Dimension... dimensions) {
        return metrics
                .getMetricStatistics(
                        of ->
                                of.namespace(namespace)
                                        .metricName(name)
                                        .dimensions(dimensions)
                                        .startTime(NOW.minus(Duration.ofMinutes(1)))
                                        .endTime(NOW.plus(Duration.ofHours(1)))
                                        .period(60)
                                        .statistics(Statistic.SAMPLE_COUNT))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sampleCount)
                .sum();
    }

    private MetricDataResult calculate(String expression) {
        return metrics.getMetricData(
                        of ->
                                of.metricDataQueries(
                                                query("errors", "Errors"),
                                                query("requests", "Requests"),
                                                MetricDataQuery.builder()
                                                        .id("result")
                                                        .expression(expression)
                                                        .build())
                                        .startTime(NOW.minus(Duration.ofMinutes(10)))
                                        .endTime(NOW))
                .metricDataResults()
                .getFirst();
    }

    private static MetricDataQuery query(String id, String name) {
        return MetricDataQuery.builder()
                .id(id)
                .returnData(false)
                .metricStat(
                        of ->
                                of.period(60)
                                        .stat("Sum")
                                        .metric(each -> each.namespace("Own").metricName(name)))
                .build();
    }

    private List<Datapoint> statistics(String name, StandardUnit unit) {
        return metrics.getMetricStatistics(
                        of ->
                                of.namespace("Own")
                                        .metricName(name)
                                        .unit(unit)
                                        .startTime(NOW.minus(Duration.ofMinutes(10)))
                                        .endTime(NOW)
                                        .period(300)
                                        .statistics(Statistic.SUM))
                .datapoints();
    }

    private void put(MetricDatum... data) {
        metrics.putMetricData(of -> of.namespace("Own").metricData(data));
    }

    private static MetricDatum datum(String name, double value, Instant at) {
        return MetricDatum.builder().metricName(name).value(value).timestamp(at).build();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
