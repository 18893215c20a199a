package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** CloudWatch's metrics: those of users, of API Gateway and of Lambda. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class MetricsTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MINUTES);
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
    void valuesAreToldByPeriodAndSurviveAStop() {
        kit.put(MeasuredNode.datum("Load", 1, NOW.minus(Duration.ofMinutes(9))));
        kit.put(
                MetricDatum.builder()
                        .metricName("Load")
                        .dimensions(dimension("Host", "a"))
                        .timestamp(NOW.minus(Duration.ofMinutes(9)))
                        .values(IntStream.rangeClosed(1, 100).mapToObj(each -> each / 1.0).toList())
                        .unit(StandardUnit.MILLISECONDS)
                        .build());
        kit.put(MeasuredNode.datum("Load", 7, NOW.minus(Duration.ofMinutes(2))));
        kit.reopen();

        Eventually.holds(() -> !statistics("Load", null).isEmpty());
        List<Datapoint> points = statistics("Load", null);
        assertThat(points).extracting(Datapoint::sum).containsExactlyInAnyOrder(1.0, 7.0);
        Datapoint spread =
                kit.metrics
                        .getMetricStatistics(
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
        assertThat(kit.metrics.listMetrics(of -> of.namespace("Own").metricName("Load")).metrics())
                .extracting(Metric::dimensions)
                .containsExactlyInAnyOrder(List.of(), List.of(dimension("Host", "a")));
        assertThat(
                        kit.metrics
                                .listMetrics(
                                        of ->
                                                of.namespace("Own")
                                                        .dimensions(each -> each.name("Host")))
                                .metrics())
                .hasSize(1);
    }

    @Test
    void expressionsCalculateWithMetrics() {
        kit.put(MeasuredNode.datum("Errors", 2, NOW.minus(Duration.ofMinutes(5))));
        kit.put(MeasuredNode.datum("Requests", 8, NOW.minus(Duration.ofMinutes(5))));
        kit.put(MeasuredNode.datum("Requests", 4, NOW.minus(Duration.ofMinutes(4))));
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
                                kit.metrics.putMetricData(
                                        of ->
                                                of.namespace("AWS/Lambda")
                                                        .metricData(
                                                                MeasuredNode.datum("x", 1, NOW))))
                .hasMessageContaining("AWS/Lambda for parameter Namespace is invalid");
        assertThatThrownBy(
                        () -> kit.put(MeasuredNode.datum("x", 1, NOW.minus(Duration.ofDays(20)))))
                .hasMessageContaining("past two weeks");
        assertThatThrownBy(() -> kit.put(MetricDatum.builder().metricName("x").build()))
                .hasMessageContaining("At least one of the parameters must be specified");
        assertThatThrownBy(
                        () ->
                                kit.metrics.getMetricStatistics(
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
        kit.put(
                IntStream.range(0, 500)
                        .mapToObj(each -> MeasuredNode.datum("Many" + each, each, NOW))
                        .toArray(MetricDatum[]::new));
        assertThat(
                        kit.metrics
                                .listMetrics(of -> of.namespace("Own").metricName("Many499"))
                                .metrics())
                .hasSize(1);
    }

    @Test
    void apisAndFunctionsAreMeasured() throws Exception {
        try (LambdaClient lambda = kit.live.lambda();
                ApiGatewayClient rest =
                        ApiGatewayClient.builder()
                                .endpointOverride(kit.live.endpoint())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("test", "test")))
                                .build()) {
            kit.live.python(lambda, "measured", kit.live.role("functions"), CODE);
            lambda.invoke(of -> of.functionName("measured").payload(json("{\"by\": 1}")));
            lambda.invoke(of -> of.functionName("measured").payload(json("{\"by\": 0}")));
            lambda.invoke(
                    of ->
                            of.functionName("measured")
                                    .invocationType(InvocationType.EVENT)
                                    .payload(json("{\"by\": 1}")));
            String api = mockApi(rest);
            kit.live.http("GET", "/_aws/execute-api/" + api + "/v1/");
            kit.live.http("GET", "/_aws/execute-api/" + api + "/v1/");
            kit.live.http("GET", "/_aws/execute-api/" + api + "/v1/none");
        }
        Dimension function = dimension("FunctionName", "measured");
        Eventually.holds(() -> sum("AWS/Lambda", "Invocations", function) == 3);
        Eventually.asserted(() -> assertThat(sum("AWS/Lambda", "Errors", function)).isEqualTo(1));
        Eventually.asserted(
                () -> assertThat(sum("AWS/Lambda", "AsyncEventsReceived", function)).isEqualTo(1));
        Eventually.asserted(
                () -> assertThat(count("AWS/Lambda", "AsyncEventAge", function)).isEqualTo(1));
        Eventually.asserted(() -> assertThat(sum("AWS/Lambda", "Duration", function)).isPositive());
        Eventually.asserted(
                () -> assertThat(sum("AWS/Lambda", "ConcurrentExecutions", function)).isPositive());
        Dimension insight = dimension("function_name", "measured");
        Eventually.holds(() -> count("LambdaInsights", "duration", insight) == 3);
        // Two where the second event comes before the first has let its environment go.
        Eventually.asserted(
                () ->
                        assertThat(count("LambdaInsights", "init_duration", insight))
                                .isBetween(1.0, 2.0));
        Eventually.asserted(
                () ->
                        assertThat(sum("LambdaInsights", "total_memory", insight))
                                .isEqualTo(3 * 128));
        Eventually.asserted(
                () ->
                        assertThat(sum("LambdaInsights", "memory_utilization", insight))
                                .isPositive());
        Eventually.asserted(
                () -> assertThat(count("LambdaInsights", "cpu_total_time", insight)).isEqualTo(3));
        if (kit.node.sandbox().memory().contains("v2")) {
            Eventually.asserted(
                    () ->
                            assertThat(sum("LambdaInsights", "cpu_total_time", insight))
                                    .isPositive());
        }
        Eventually.asserted(
                () ->
                        assertThat(
                                        sum(
                                                "AWS/Lambda",
                                                "Invocations",
                                                function,
                                                dimension("Resource", "measured")))
                                .isEqualTo(3));
        // Lines of the embedded metric format are metrics, too.
        Eventually.holds(() -> sum("Shop", "Orders", dimension("Service", "carts")) == 15);
        Dimension api = dimension("ApiName", "zoo");
        Eventually.holds(() -> sum("AWS/ApiGateway", "Count", api) == 3);
        Eventually.asserted(
                () ->
                        assertThat(sum("AWS/ApiGateway", "4XXError", api, dimension("Stage", "v1")))
                                .isEqualTo(1));
        Eventually.asserted(() -> assertThat(sum("AWS/ApiGateway", "5XXError", api)).isZero());
        Eventually.asserted(
                () ->
                        assertThat(
                                        sum(
                                                "AWS/ApiGateway",
                                                "Count",
                                                api,
                                                dimension("Stage", "v1"),
                                                dimension("Method", "GET"),
                                                dimension("Resource", "/")))
                                .isEqualTo(2));
        Eventually.asserted(() -> assertThat(sum("AWS/ApiGateway", "Latency", api)).isPositive());
    }

    @Test
    void provisionedConcurrencyIsMeasuredByAlias() {
        try (LambdaClient lambda = kit.live.lambda()) {
            kit.live.python(
                    lambda, "kept", kit.live.role("kept"), CODE.replace("'carts'", "'kept'"));
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
        Eventually.asserted(
                () ->
                        assertThat(
                                        sum(
                                                "AWS/Lambda",
                                                "ProvisionedConcurrencyUtilization",
                                                function,
                                                alias))
                                .isPositive());
        Eventually.asserted(
                () ->
                        assertThat(sum("AWS/Lambda", "ProvisionedConcurrentExecutions", function))
                                .isPositive());
        Eventually.holds(() -> sum("AWS/Lambda", "Duration", function, alias) > 0);
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
        return kit
                .metrics
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
        return kit
                .metrics
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
        return kit.metrics
                .getMetricData(
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
        return kit.metrics
                .getMetricStatistics(
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

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
