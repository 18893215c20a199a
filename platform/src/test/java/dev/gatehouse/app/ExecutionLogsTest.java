package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.TestInvokeAuthorizerResponse;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Execution logs of REST stages, TestInvokeMethod and TestInvokeAuthorizer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class ExecutionLogsTest {
    private static final String CODE =
            """
            def handler(event, context):
                if 'methodArn' in event:
                    if event.get('authorizationToken') == 'nobody-you-know':
                        raise Exception('Unauthorized')
                    return {'principalId': 'somebody-known', 'policyDocument': {
                        'Version': '2012-10-17', 'Statement': [
                            {'Effect': 'Allow', 'Action': 'execute-api:Invoke', 'Resource': '*'}]}}
                what = (event.get('queryStringParameters') or {}).get('do')
                if what == 'garbage':
                    return {'what': 1}
                if what == 'fail':
                    raise Exception('on purpose')
                return {'statusCode': 201, 'body': 'x' * 2000}
            """;

    private Node node;
    private LiveNode live;
    private ApiGatewayClient rest;
    private CloudWatchLogsClient logs;
    private String function;

    @BeforeAll
    void start(@TempDir Path data) {
        node = LiveNode.start(data);
        live = LiveNode.of(node);
        rest =
                ApiGatewayClient.builder()
                        .endpointOverride(live.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .build();
        logs = live.client(CloudWatchLogsClient.builder());
        try (LambdaClient lambda = live.lambda()) {
            function = live.python(lambda, "told", live.role("functions"), CODE).functionArn();
            lambda.addPermission(
                    p ->
                            p.functionName("told")
                                    .statementId("api")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com"));
        }
    }

    @AfterAll
    void stop() {
        rest.close();
        logs.close();
        node.close();
    }

    @Test
    void aStageTellsTheCourseOfExecutions() throws Exception {
        String api = api("AWS_PROXY");
        String group = "API-Gateway-Execution-Logs_" + api + "/v1";
        clearRole();
        assertThatThrownBy(() -> level(api, "INFO", false))
                .hasMessageContaining("CloudWatch Logs role ARN must be set in account settings");
        role();
        assertThatThrownBy(() -> level(api, "DEBUG", false))
                .hasMessageContaining("Invalid logging level");

        level(api, "INFO", true);
        var response =
                live.http(
                        "GET",
                        "/_aws/execute-api/" + api + "/v1/pets/7?tag=a",
                        "x-api-key",
                        "a-secret-of-somebody");
        assertThat(response.statusCode()).isEqualTo(201);
        String id = response.headers().firstValue("x-amzn-RequestId").orElseThrow();
        List<String> traced = lines(group, "Method completed with status: 201");
        assertThat(traced).allSatisfy(line -> assertThat(line).startsWith("(" + id + ") "));
        assertThat(told(traced))
                .containsSubsequence(
                        "Verifying Usage Plan for request: "
                                + id
                                + ". API Key: API Stage: "
                                + api
                                + "/v1",
                        "API Key authorized because method 'GET /pets/{id}' does not require API"
                                + " Key. Request will not contribute to throttle or quota limits",
                        "Usage Plan check succeeded for API Key and API Stage " + api + "/v1",
                        "Starting execution for request: " + id,
                        "HTTP Method: GET, Resource Path: /pets/7",
                        "Method request path: {id=7}",
                        "Method request query string: {tag=a}",
                        "Method request body before transformations: ",
                        "Endpoint request URI:"
                                + " https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"
                                + function
                                + "/invocations",
                        "Sending request to"
                                + " https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"
                                + function
                                + "/invocations",
                        "Method response body after transformations: "
                                + "x".repeat(1024 - 44)
                                + " [TRUNCATED]",
                        "Successfully completed execution",
                        "Method completed with status: 201");
        assertThat(String.join("\n", traced))
                .contains("x-api-key=**************mebody")
                .doesNotContain("x-api-key=a-secret")
                .contains("Endpoint response headers: {Content-Type=application/json")
                .containsPattern("Received response. Status: 200, Integration latency: \\d+ ms");
    }

    @Test
    void atErrorAStageTellsOfFailuresAlone() throws Exception {
        String api = api("AWS_PROXY");
        String group = "API-Gateway-Execution-Logs_" + api + "/v1";
        role();
        level(api, "ERROR", false);
        live.http("GET", "/_aws/execute-api/" + api + "/v1/pets/7");
        live.http("GET", "/_aws/execute-api/" + api + "/v1/pets/7?do=garbage");
        live.http("GET", "/_aws/execute-api/" + api + "/v1/pets/7?do=fail");
        live.http("GET", "/_aws/execute-api/" + api + "/v1/nothing");
        List<String> told = told(lines(group, "No method found matching route"));
        assertThat(told)
                .startsWith(
                        "Execution failed due to configuration error: Malformed Lambda proxy"
                                + " response",
                        "Method completed with status: 502")
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                "Lambda execution failed with status 200 due to"
                                                        + " customer function error: on purpose."
                                                        + " Lambda request id: "))
                .hasSize(5);
    }

    @Test
    void testInvokeMethodExecutesTheDraftAndTellsHow() {
        String api = api("AWS_PROXY");
        String resource = resource(api);
        TestInvokeMethodResponse response =
                rest.testInvokeMethod(
                        of ->
                                of.restApiId(api)
                                        .resourceId(resource)
                                        .httpMethod("GET")
                                        .pathWithQueryString("/pets/9?do=garbage")
                                        .headers(Map.of("X-Own", "1")));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(response.headers())
                .containsEntry("x-amzn-ErrorType", "InternalServerErrorException");
        String[] log = response.log().split("\n", -1);
        assertThat(log[0]).startsWith("Execution log for request ");
        assertThat(log[1])
                .matches(
                        "\\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d UTC \\d{4} : Starting execution"
                                + " for request: [0-9a-f-]{36}");
        assertThat(response.log())
                .contains(" : HTTP Method: GET, Resource Path: /pets/9\n")
                .contains(" : Method request path: {id=9}\n")
                .contains(", X-Own=1}\n")
                .contains("/test-invoke-stage/GET/pets/{id}")
                .contains(
                        " : Execution failed due to configuration error: Malformed Lambda proxy"
                                + " response\n")
                .endsWith(" : Method completed with status: 502\n");

        // What was not deployed is tried all the same.
        rest.putIntegration(
                of ->
                        of.restApiId(api)
                                .resourceId(resource)
                                .httpMethod("GET")
                                .type("MOCK")
                                .requestTemplates(Map.of("application/json", "{statusCode: 200}")));
        assertThat(
                        rest.testInvokeMethod(
                                        of ->
                                                of.restApiId(api)
                                                        .resourceId(resource)
                                                        .httpMethod("GET"))
                                .log())
                .contains("No match for output mapping and no default endpoint response mapping");
        rest.putIntegrationResponse(
                of ->
                        of.restApiId(api)
                                .resourceId(resource)
                                .httpMethod("GET")
                                .statusCode("200")
                                .responseTemplates(
                                        Map.of("application/json", "$context.endpointType")));
        rest.updateRestApi(
                of ->
                        of.restApiId(api)
                                .patchOperations(
                                        change ->
                                                change.op(Op.REPLACE)
                                                        .path("/endpointConfiguration/types/EDGE")
                                                        .value("PRIVATE")));
        assertThat(
                        rest.testInvokeMethod(
                                        of ->
                                                of.restApiId(api)
                                                        .resourceId(resource)
                                                        .httpMethod("GET"))
                                .body())
                .isEqualTo("PRIVATE");
        assertThatThrownBy(
                        () ->
                                rest.testInvokeMethod(
                                        of ->
                                                of.restApiId(api)
                                                        .resourceId(resource)
                                                        .httpMethod("PUT")))
                .hasMessageContaining("Invalid Method identifier specified");
    }

    @Test
    void testInvokeAuthorizerTellsWhatItSaid() {
        String api = api("AWS_PROXY");
        String authorizer =
                rest.createAuthorizer(
                                of ->
                                        of.restApiId(api)
                                                .name("who")
                                                .type(AuthorizerType.TOKEN)
                                                .identitySource(
                                                        "method.request.header.Authorization")
                                                .authorizerUri(uri()))
                        .id();
        TestInvokeAuthorizerResponse known = ask(api, authorizer, "a-token-of-somebody");
        assertThat(known.clientStatus()).as(known.log()).isEqualTo(200);
        assertThat(known.principalId()).isEqualTo("somebody-known");
        assertThat(known.policy()).contains("\"Effect\":\"Allow\"");
        assertThat(known.log())
                .contains(" : Starting authorizer: " + authorizer + " for request: ")
                .contains(" : Incoming identity: *************mebody\n")
                .contains(" : Authorizer result body before parsing: {\"principalId\"")
                .contains(" : Using valid authorizer policy for principal: ********-known\n")
                .endsWith(" : Successfully completed authorizer execution\n");

        String byContext =
                rest.createAuthorizer(
                                of ->
                                        of.restApiId(api)
                                                .name("where")
                                                .type(AuthorizerType.REQUEST)
                                                .identitySource("context.more")
                                                .authorizerUri(uri()))
                        .id();
        assertThat(
                        rest.testInvokeAuthorizer(of -> of.restApiId(api).authorizerId(byContext))
                                .clientStatus())
                .isEqualTo(401);
        assertThat(
                        rest.testInvokeAuthorizer(
                                        of ->
                                                of.restApiId(api)
                                                        .authorizerId(byContext)
                                                        .additionalContext(Map.of("more", "known")))
                                .log())
                .contains(" : Incoming identity: {context.more=*****}\n");

        TestInvokeAuthorizerResponse unknown = ask(api, authorizer, "nobody-you-know");
        assertThat(unknown.clientStatus()).isEqualTo(401);
        assertThat(unknown.principalId()).isNull();
        assertThat(unknown.log())
                .contains(" : Unauthorized request: ")
                .endsWith(" : Unauthorized\n");
    }

    private TestInvokeAuthorizerResponse ask(String api, String authorizer, String token) {
        return rest.testInvokeAuthorizer(
                of ->
                        of.restApiId(api)
                                .authorizerId(authorizer)
                                .headers(Map.of("Authorization", token)));
    }

    private static List<String> told(List<String> lines) {
        return lines.stream().map(line -> line.substring(line.indexOf(')') + 2)).toList();
    }

    /** All lines of a group once one has a text. */
    private List<String> lines(String group, String text) {
        Eventually.holds(() -> read(group).stream().anyMatch(line -> line.contains(text)));
        return read(group);
    }

    private List<String> read(String group) {
        if (logs.describeLogGroups(of -> of.logGroupNamePrefix(group)).logGroups().isEmpty()) {
            return List.of();
        }
        return logs.filterLogEvents(of -> of.logGroupName(group)).events().stream()
                .map(FilteredLogEvent::message)
                .toList();
    }

    private void role() {
        rest.updateAccount(
                of ->
                        of.patchOperations(
                                replace("/cloudwatchRoleArn", "arn:aws:iam::000000000000:role/x")));
    }

    private void clearRole() {
        rest.updateAccount(of -> of.patchOperations(replace("/cloudwatchRoleArn", "")));
    }

    private void level(String api, String level, boolean trace) {
        stage(
                api,
                replace("/*/*/logging/loglevel", level),
                replace("/*/*/logging/dataTrace", String.valueOf(trace)));
    }

    private void stage(String api, PatchOperation... changes) {
        rest.updateStage(
                of -> of.restApiId(api).stageName("v1").patchOperations(Arrays.asList(changes)));
    }

    private String uri() {
        return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                + function
                + "/invocations";
    }

    private String resource(String api) {
        return rest.getResources(of -> of.restApiId(api)).items().stream()
                .filter(each -> "/pets/{id}".equals(each.path()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private String api(String type) {
        var created = rest.createRestApi(of -> of.name("told"));
        String api = created.id();
        String pets =
                rest.createResource(
                                of ->
                                        of.restApiId(api)
                                                .parentId(created.rootResourceId())
                                                .pathPart("pets"))
                        .id();
        String pet =
                rest.createResource(of -> of.restApiId(api).parentId(pets).pathPart("{id}")).id();
        rest.putMethod(
                of ->
                        of.restApiId(api)
                                .resourceId(pet)
                                .httpMethod("GET")
                                .authorizationType("NONE"));
        rest.putIntegration(
                of ->
                        of.restApiId(api)
                                .resourceId(pet)
                                .httpMethod("GET")
                                .type(type)
                                .integrationHttpMethod("POST")
                                .uri(uri()));
        rest.createDeployment(of -> of.restApiId(api).stageName("v1"));
        return api;
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }
}
