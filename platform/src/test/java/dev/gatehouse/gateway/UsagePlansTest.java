package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.CreateApiKeyResponse;
import software.amazon.awssdk.services.apigateway.model.CreateUsagePlanRequest;
import software.amazon.awssdk.services.apigateway.model.GetUsageResponse;
import software.amazon.awssdk.services.apigateway.model.ImportApiKeysResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.QuotaPeriodType;
import software.amazon.awssdk.services.apigateway.model.UsagePlanKey;

/** API keys and usage plans, by AWS's SDK and by callers of an API that asks for a key. */
@Tag("node")
final class UsagePlansTest {
    private ApiGatewayNode node;
    private ApiGatewayClient client;
    private String api;
    private String root;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, new ScriptedFunction());
        client = node.rest;
        api = client.createRestApi(r -> r.name("keyed")).id();
        root = client.getRestApi(r -> r.restApiId(api)).rootResourceId();
        client.putMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .authorizationType("NONE")
                                .apiKeyRequired(true));
        client.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .type(IntegrationType.MOCK)
                                .requestTemplates(
                                        Map.of("application/json", "{\"statusCode\": 200}")));
        client.putMethodResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        client.putIntegrationResponse(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .statusCode("200")
                                .responseTemplates(
                                        Map.of("application/json", "$context.identity.apiKeyId")));
        client.createDeployment(r -> r.restApiId(api).stageName("v1"));
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void aKeyOpensTheStagesOfItsPlanAtOnce() throws Exception {
        CreateApiKeyResponse key = key("one");
        String plan = plan(p -> {});
        rejected(key.value(), 403, "{\"message\":\"Forbidden\"}", "ForbiddenException");

        client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key.id()).keyType("API_KEY"));
        HttpResponse<String> opened = get(key.value());
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).isEqualTo(key.id());
        assertThat(node.call("GET", api + "/v1/").statusCode()).isEqualTo(403);

        client.updateApiKey(r -> r.apiKey(key.id()).patchOperations(replace("/enabled", "false")));
        assertThat(get(key.value()).statusCode()).isEqualTo(403);
        client.updateApiKey(r -> r.apiKey(key.id()).patchOperations(replace("/enabled", "true")));
        assertThat(get(key.value()).statusCode()).isEqualTo(200);

        client.updateUsagePlan(
                r -> r.usagePlanId(plan).patchOperations(change(Op.REMOVE, "/apiStages", stage())));
        assertThat(get(key.value()).statusCode()).isEqualTo(403);
        client.updateUsagePlan(
                r -> r.usagePlanId(plan).patchOperations(change(Op.ADD, "/apiStages", stage())));
        assertThat(get(key.value()).statusCode()).isEqualTo(200);

        client.deleteApiKey(r -> r.apiKey(key.id()));
        assertThat(get(key.value()).statusCode()).isEqualTo(403);
        assertThat(client.getUsagePlanKeys(r -> r.usagePlanId(plan)).items()).isEmpty();
    }

    @Test
    void theQuotaOfAPlanEnds() throws Exception {
        CreateApiKeyResponse key = key("metered");
        String plan = plan(p -> p.quota(q -> q.limit(2).period(QuotaPeriodType.DAY)));
        join(plan, key);

        assertThat(get(key.value()).statusCode()).isEqualTo(200);
        assertThat(get(key.value()).statusCode()).isEqualTo(200);
        rejected(key.value(), 429, "{\"message\":\"Limit Exceeded\"}", "LimitExceededException");
        assertThat(usage(plan).get(key.id())).containsExactly(List.of(2L, 0L));

        client.updateUsage(
                r ->
                        r.usagePlanId(plan)
                                .keyId(key.id())
                                .patchOperations(replace("/remaining", "1")));
        assertThat(usage(plan).get(key.id())).containsExactly(List.of(2L, 1L));
        assertThat(get(key.value()).statusCode()).isEqualTo(200);
        assertThat(get(key.value()).statusCode()).isEqualTo(429);

        client.updateUsagePlan(
                r -> r.usagePlanId(plan).patchOperations(replace("/quota/limit", "100")));
        assertThat(get(key.value()).statusCode()).isEqualTo(200);
    }

    @Test
    void aQuotaHoldsHoweverManyRequestsComeAtOnce() throws Exception {
        CreateApiKeyResponse key = key("crowd");
        join(plan(p -> p.quota(q -> q.limit(10).period(QuotaPeriodType.DAY))), key);

        List<Future<Integer>> responses;
        Callable<Integer> one = () -> get(key.value()).statusCode();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            responses = crowd.invokeAll(Collections.nCopies(40, one));
        }
        List<Integer> statuses = responses.stream().map(Future::resultNow).toList();
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(10);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(30);
    }

    @Test
    void aPlanHoldsEachKeyToItsRate() throws Exception {
        CreateApiKeyResponse key = key("hasty");
        CreateApiKeyResponse other = key("other");
        String plan = plan(p -> p.throttle(t -> t.rateLimit(0.001).burstLimit(2)));
        join(plan, key);
        join(plan, other);

        assertThat(get(key.value()).statusCode()).isEqualTo(200);
        assertThat(get(key.value()).statusCode()).isEqualTo(200);
        rejected(
                key.value(),
                429,
                "{\"message\":\"Too Many Requests\"}",
                "TooManyRequestsException");
        assertThat(get(other.value()).statusCode()).isEqualTo(200);
    }

    @Test
    void aPlanMayHoldOneMethodToLess() throws Exception {
        CreateApiKeyResponse key = key("careful");
        String plan = plan(p -> {});
        join(plan, key);
        String limit = "/apiStages/" + stage() + "/throttle/~1/GET/";
        client.updateUsagePlan(
                r ->
                        r.usagePlanId(plan)
                                .patchOperations(
                                        replace(limit + "rateLimit", "0"),
                                        replace(limit + "burstLimit", "0")));
        assertThat(get(key.value()).statusCode()).isEqualTo(429);

        client.updateUsagePlan(
                r ->
                        r.usagePlanId(plan)
                                .patchOperations(
                                        change(
                                                Op.REMOVE,
                                                "/apiStages/" + stage() + "/throttle",
                                                null)));
        assertThat(get(key.value()).statusCode()).isEqualTo(200);
    }

    @Test
    void noKeyIsInTwoPlansOfOneStage() {
        CreateApiKeyResponse key = key("one");
        String first = plan(p -> {});
        String second = plan(p -> p.name("second"));
        join(first, key);

        assertThatThrownBy(() -> join(second, key))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(
                        "API Key cannot reference multiple Usage Plans with the same API stage: "
                                + stage());
        client.updateUsagePlan(
                r ->
                        r.usagePlanId(second)
                                .patchOperations(change(Op.REMOVE, "/apiStages", stage())));
        join(second, key);
        assertThatThrownBy(
                        () ->
                                client.updateUsagePlan(
                                        r ->
                                                r.usagePlanId(second)
                                                        .patchOperations(
                                                                change(
                                                                        Op.ADD,
                                                                        "/apiStages",
                                                                        stage()))))
                .isInstanceOf(ConflictException.class);
        assertThat(client.getUsagePlans(r -> r.keyId(key.id())).items()).hasSize(2);
    }

    @Test
    void tellsTheValuesOfKeysToThoseOnlyWhoAsk() {
        CreateApiKeyResponse key = key("secret");
        String plan = plan(p -> {});
        join(plan, key);

        assertThat(key.value()).matches("[A-Za-z0-9]{40}");
        assertThat(client.getApiKey(r -> r.apiKey(key.id())).value()).isNull();
        assertThat(client.getApiKey(r -> r.apiKey(key.id()).includeValue(true)).value())
                .isEqualTo(key.value());
        assertThat(client.getApiKeys().items()).extracting(ApiKey::value).containsOnlyNulls();
        assertThat(client.getApiKeys(r -> r.includeValues(true)).items())
                .extracting(ApiKey::value)
                .contains(key.value());
        assertThat(client.getApiKeys(r -> r.nameQuery("sec")).items()).hasSize(1);
        assertThat(client.getApiKeys(r -> r.nameQuery("ecret")).items()).isEmpty();
        assertThat(client.getUsagePlanKeys(r -> r.usagePlanId(plan)).items())
                .extracting(UsagePlanKey::value)
                .containsOnlyNulls();
        assertThat(client.updateApiKey(r -> r.apiKey(key.id())).value()).isNull();
    }

    @Test
    void rejectsKeysAsAwsDoes() {
        String value = "0123456789012345678901234";
        client.createApiKey(r -> r.value(value).enabled(true));
        assertThatThrownBy(() -> client.createApiKey(r -> r.value(value)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("API Key already exists");
        assertThatThrownBy(() -> client.createApiKey(r -> r.value("short")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("API Key value should be at least 20 characters");
    }

    @Test
    void importsKeysFromAFile() throws Exception {
        String plan = plan(p -> {});
        String file =
                "Name,key,description,Enabled,usageplanIds\n"
                        + "first,first-key-0123456789012,\"one, two\",TRUE,\""
                        + plan
                        + "\"\n"
                        + "second,second-key-012345678901,,false,none\n"
                        + "again,first-key-0123456789012,,,\n";

        ImportApiKeysResponse made =
                client.importApiKeys(r -> r.format("csv").body(SdkBytes.fromUtf8String(file)));

        assertThat(made.ids()).hasSize(2);
        assertThat(made.warnings()).hasSize(2);
        assertThat(client.getApiKey(r -> r.apiKey(made.ids().getFirst())).description())
                .isEqualTo("one, two");
        assertThat(get("first-key-0123456789012").statusCode()).isEqualTo(200);
        assertThat(get("second-key-012345678901").statusCode()).isEqualTo(403);
        assertThatThrownBy(
                        () ->
                                client.importApiKeys(
                                        r ->
                                                r.format("csv")
                                                        .failOnWarnings(true)
                                                        .body(SdkBytes.fromUtf8String(file))))
                .isInstanceOf(BadRequestException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 1, 'Usage Plan quota offset must be zero in the DAY period'",
        "WEEK, 7, 'Usage Plan quota offset must be between 0 and 6 inclusive in the WEEK period'",
        "MONTH, 28, 'Usage Plan quota offset must be between 0 and 27 inclusive in the MONTH"
                + " period'"
    })
    void rejectsOffsetsBeyondThePeriod(QuotaPeriodType period, int offset, String message) {
        assertThatThrownBy(() -> plan(p -> p.quota(q -> q.limit(1).offset(offset).period(period))))
                .hasMessageContaining(message);
    }

    @Test
    void rejectsStagesThatAreNotThereAndPlansThatStillOpenSome() {
        assertThatThrownBy(() -> plan(p -> p.apiStages(s -> s.apiId(api).stage("none"))))
                .hasMessageContaining("Invalid API Stage {api: " + api + ", stage: none}");
        String plan = plan(p -> {});
        assertThatThrownBy(() -> client.deleteUsagePlan(r -> r.usagePlanId(plan)))
                .hasMessageContaining(
                        "Cannot delete Usage Plan %s because there are API Stages associated with it, including %s"
                                .formatted(plan, stage()));
        client.updateUsagePlan(
                r -> r.usagePlanId(plan).patchOperations(change(Op.REMOVE, "/apiStages", stage())));
        client.deleteUsagePlan(r -> r.usagePlanId(plan));
        assertThatThrownBy(() -> client.getUsagePlan(r -> r.usagePlanId(plan)))
                .hasMessageContaining("Invalid Usage Plan ID specified");
    }

    @Test
    void aStageThatIsDeletedIsInNoPlanAnyMore() throws Exception {
        CreateApiKeyResponse key = key("one");
        String plan = plan(p -> {});
        join(plan, key);
        String deployment = client.getDeployments(r -> r.restApiId(api)).items().getFirst().id();

        client.deleteStage(r -> r.restApiId(api).stageName("v1"));
        assertThat(client.getUsagePlan(r -> r.usagePlanId(plan)).apiStages()).isEmpty();
        client.createStage(r -> r.restApiId(api).stageName("v1").deploymentId(deployment));
        assertThat(get(key.value()).statusCode()).isEqualTo(403);
        client.updateUsagePlan(
                r -> r.usagePlanId(plan).patchOperations(change(Op.ADD, "/apiStages", stage())));
        assertThat(get(key.value()).statusCode()).isEqualTo(200);

        client.deleteRestApi(r -> r.restApiId(api));
        assertThat(client.getUsagePlan(r -> r.usagePlanId(plan)).apiStages()).isEmpty();
        client.deleteUsagePlan(r -> r.usagePlanId(plan));
    }

    @Test
    void ofPlansThatAKeyJoinsAtOnceOneHasItForAStage() throws Exception {
        CreateApiKeyResponse key = key("wanted");
        List<String> plans =
                IntStream.range(0, 8).mapToObj(i -> plan(p -> p.name("plan" + i))).toList();
        List<Callable<Boolean>> joins =
                plans.stream()
                        .<Callable<Boolean>>map(
                                plan ->
                                        () -> {
                                            try {
                                                join(plan, key);
                                                return true;
                                            } catch (ConflictException taken) {
                                                return false;
                                            }
                                        })
                        .toList();

        List<Future<Boolean>> joined;
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            joined = crowd.invokeAll(joins);
        }

        assertThat(joined.stream().map(Future::resultNow)).containsOnlyOnce(true);
        assertThat(client.getUsagePlans(r -> r.keyId(key.id())).items()).hasSize(1);
        assertThat(get(key.value()).statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyShowsTheStagesThatItNames() {
        String id =
                client.createApiKey(r -> r.stageKeys(k -> k.restApiId(api).stageName("v1"))).id();
        assertThat(client.getApiKey(r -> r.apiKey(id)).stageKeys()).containsExactly(api + "/v1");
        assertThat(
                        client.updateApiKey(
                                        r ->
                                                r.apiKey(id)
                                                        .patchOperations(
                                                                PatchOperation.builder()
                                                                        .op(Op.REMOVE)
                                                                        .path("/stages")
                                                                        .value(api + "/v1")
                                                                        .build()))
                                .stageKeys())
                .isEmpty();
        assertThatThrownBy(
                        () ->
                                client.createApiKey(
                                        r -> r.stageKeys(k -> k.restApiId(api).stageName("v2"))))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid stage identifier specified");
    }

    @Test
    void aStageHoldsItsMethodsToTheirRates() throws Exception {
        CreateApiKeyResponse key = key("one");
        join(plan(p -> {}), key);
        setting("/*/*/throttling/rateLimit", "0.001");
        setting("/*/*/throttling/burstLimit", "1");
        assertThat(get(key.value()).statusCode()).isEqualTo(200);
        rejected(
                key.value(),
                429,
                "{\"message\":\"Too Many Requests\"}",
                "TooManyRequestsException");

        setting("/~1/GET/throttling/rateLimit", "1000");
        setting("/~1/GET/throttling/burstLimit", "1000");
        assertThat(get(key.value()).statusCode()).isIn(200, 429);
        setting("/~1/GET/throttling/rateLimit", "0");
        assertThat(get(key.value()).statusCode()).isEqualTo(429);
    }

    private void setting(String path, String value) {
        client.updateStage(
                r -> r.restApiId(api).stageName("v1").patchOperations(replace(path, value)));
    }

    private void rejected(String key, int status, String body, String type) throws Exception {
        HttpResponse<String> response = get(key);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.headers().firstValue("x-amzn-errortype")).hasValue(type);
    }

    private HttpResponse<String> get(String key) throws Exception {
        return node.call("GET", api + "/v1/", "x-api-key", key);
    }

    private CreateApiKeyResponse key(String name) {
        return client.createApiKey(r -> r.name(name).enabled(true));
    }

    private String plan(java.util.function.Consumer<CreateUsagePlanRequest.Builder> more) {
        CreateUsagePlanRequest.Builder wanted =
                CreateUsagePlanRequest.builder()
                        .name("plan")
                        .apiStages(s -> s.apiId(api).stage("v1"));
        more.accept(wanted);
        return client.createUsagePlan(wanted.build()).id();
    }

    private void join(String plan, CreateApiKeyResponse key) {
        client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key.id()).keyType("API_KEY"));
    }

    private Map<String, List<List<Long>>> usage(String plan) {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        GetUsageResponse usage =
                client.getUsage(r -> r.usagePlanId(plan).startDate(today).endDate(today));
        return usage.items();
    }

    private String stage() {
        return api + ":v1";
    }

    private static PatchOperation replace(String path, String value) {
        return change(Op.REPLACE, path, value);
    }

    private static PatchOperation change(Op op, String path, String value) {
        return PatchOperation.builder().op(op).path(path).value(value).build();
    }
}
