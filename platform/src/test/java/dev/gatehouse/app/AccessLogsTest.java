package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** Access logs of stages, by every way to ask for one. */
@Tag("node")
final class AccessLogsTest {
    private static final String GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:";

    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Logs:
                Type: AWS::Logs::LogGroup
                Properties: {LogGroupName: told}
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Principal: {Service: apigateway.amazonaws.com}
                        Action: sts:AssumeRole
              Account:
                Type: AWS::ApiGateway::Account
                Properties: {CloudWatchRoleArn: !GetAtt Role.Arn}
              Rest:
                Type: AWS::Serverless::Api
                DependsOn: Account
                Properties:
                  StageName: v1
                  Auth:
                    Authorizers:
                      Gate: {FunctionArn: !GetAtt Gate.Arn}
                  MethodSettings:
                    - {HttpMethod: '*', ResourcePath: '/*', LoggingLevel: ERROR, DataTraceEnabled: true}
                  AccessLogSetting:
                    DestinationArn: !GetAtt Logs.Arn
                    Format: 'rest $context.httpMethod $context.status $context.error.responseType [$context.authenticate.status $context.authenticate.error|$context.authorizer.status $context.authorizer.error $context.authorizer.integrationStatus|$context.authorize.status $context.authorize.error|$context.integrationStatus $context.integration.status] $context.integrationErrorMessage'
              Http:
                Type: AWS::Serverless::HttpApi
                Properties:
                  AccessLogSettings:
                    DestinationArn: !GetAtt Logs.Arn
                    Format: 'http $context.routeKey $context.status $context.requestId $context.integrationErrorMessage'
              Gate:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: python3.11
                  Handler: index.handler
                  InlineCode: |
                    def handler(event, context):
                        token = event['authorizationToken']
                        if token in ('Unauthorized', 'broken'):
                            raise Exception(token)
                        effect = 'Deny' if token == 'no' else 'Allow'
                        return {'principalId': 'p', 'policyDocument': {'Version': '2012-10-17', 'Statement': [
                            {'Effect': effect, 'Action': 'execute-api:Invoke', 'Resource': '*'}]}}
              Nothing:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: python3.11
                  Handler: index.handler
                  InlineCode: 'def handler(event, context): return {"statusCode": 204 // (event.get("queryStringParameters") is None)}'
                  Events:
                    Rest: {Type: Api, Properties: {Path: /x, Method: get, RestApiId: !Ref Rest}}
                    Gated: {Type: Api, Properties: {Path: /gated, Method: get, RestApiId: !Ref Rest, Auth: {Authorizer: Gate}}}
                    Signed: {Type: Api, Properties: {Path: /signed, Method: get, RestApiId: !Ref Rest, Auth: {Authorizer: AWS_IAM}}}
                    Http: {Type: HttpApi, Properties: {Path: /x, Method: get, ApiId: !Ref Http}}
            Outputs:
              Rest: {Value: !Ref Rest}
              Http: {Value: !Ref Http}
            """;

    private Node node;
    private Neighbour firehose;
    private LiveNode live;
    private ApiGatewayClient rest;
    private CloudWatchLogsClient logs;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        firehose = new Neighbour();
        node =
                LiveNode.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data", folder.toString(),
                                                "port", "0",
                                                "endpoint.firehose", firehose.endpoint()))));
        live = LiveNode.of(node);
        // The default client: the one of live nodes knows no PATCH.
        rest =
                ApiGatewayClient.builder()
                        .endpointOverride(live.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .build();
        logs = live.client(CloudWatchLogsClient.builder());
    }

    @AfterEach
    void close() {
        logs.close();
        rest.close();
        node.close();
        firehose.close();
    }

    @Test
    void aStageOfARestApiTellsOfItsRequests() throws Exception {
        String api = mockApi();
        logs.createLogGroup(of -> of.logGroupName("access"));
        assertThatThrownBy(() -> log(api, "$context.requestId"))
                .hasMessageContaining(
                        "CloudWatch Logs role ARN must be set in account settings to enable"
                                + " logging");
        rest.updateAccount(
                of ->
                        of.patchOperations(
                                replace("/cloudwatchRoleArn", "arn:aws:iam::000000000000:role/x")));
        assertThatThrownBy(() -> log(api, "one\ntwo")).hasMessageContaining("single line");
        log(
                api,
                "{\"status\":$context.status,\"path\":\"$context.resourcePath\",\"ip\":\"$context.identity.sourceIp\",\"agent\":\"$context.identity.userAgent\",\"none\":\"$context.authorizer.principalId\",\"length\":$context.responseLength,\"latency\":$context.responseLatency,\"error\":\"$context.error.message\",\"stage\":\"$context.stage\"}");

        live.http("GET", "/_aws/execute-api/" + api + "/v1/", "User-Agent", "tester");
        live.http("GET", "/_aws/execute-api/" + api + "/v1/missing");

        List<String> lines = lines("access", 2);
        assertThat(lines.getFirst())
                .startsWith(
                        "{\"status\":200,\"path\":\"/\",\"ip\":\"127.0.0.1\",\"agent\":\"tester\"")
                .contains("\"none\":\"-\",\"length\":5,\"latency\":")
                .endsWith("\"error\":\"-\",\"stage\":\"v1\"}");
        assertThat(lines.getLast())
                .startsWith("{\"status\":403,\"path\":\"-\"")
                .contains("\"error\":\"Missing Authentication Token\"");
    }

    @Test
    void aRestApisLinesGoToADeliveryStream() throws Exception {
        String api = mockApi();
        String streams = "arn:aws:firehose:us-east-1:000000000000:deliverystream/";
        assertThatThrownBy(() -> log(api, streams + "other", "$context.status"))
                .hasMessageContaining("begins with amazon-apigateway-");
        log(api, streams + "amazon-apigateway-told", "$context.status $context.resourcePath");
        firehose.fail(1);

        live.http("GET", "/_aws/execute-api/" + api + "/v1/");
        live.http("GET", "/_aws/execute-api/" + api + "/v1/missing");

        Eventually.holds(() -> !firehose.taken().isEmpty());
        String batch = String.join("", firehose.taken());
        assertThat(batch)
                .startsWith("Firehose_20150804.PutRecordBatch ")
                .contains("\"DeliveryStreamName\":\"amazon-apigateway-told\"")
                .contains(base64("200 /\n"), base64("403 -\n"));
    }

    @Test
    void aNodeThatStopsPutsTheRecordsThatGather() throws Exception {
        String api = mockApi();
        String streams = "arn:aws:firehose:us-east-1:000000000000:deliverystream/";
        log(api, streams + "amazon-apigateway-told", "$context.status $context.resourcePath");
        live.http("GET", "/_aws/execute-api/" + api + "/v1/");

        node.close();

        assertThat(String.join("", firehose.taken())).contains(base64("200 /\n"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void stacksAskForAccessLogsOfBothSortsOfApis() throws Exception {
        try (CloudFormationClient stacks = live.client(CloudFormationClient.builder());
                ApiGatewayV2Client http = live.client(ApiGatewayV2Client.builder())) {
            var stack = new LiveStacks(stacks).created("told", TEMPLATE);
            String restApi = output(stack, "Rest");
            String httpApi = output(stack, "Http");

            live.http("GET", "/_aws/execute-api/" + restApi + "/v1/none");
            assertThat(lines("told", 1))
                    .contains("rest GET 403 MISSING_AUTHENTICATION_TOKEN [- -|- - -|- -|- -] -");
            assertThat(lines("API-Gateway-Execution-Logs_" + restApi + "/v1", 1).getFirst())
                    .endsWith("route /none for http method GET");
            live.http("GET", "/_aws/execute-api/" + httpApi + "/x");
            assertThat(lines("told", 2).getLast()).startsWith("http GET /x ");

            live.http("GET", "/_aws/execute-api/" + httpApi + "/x?fail=1");
            live.http("GET", "/_aws/execute-api/" + restApi + "/v1/x?fail=1");
            assertThat(lines("told", 4))
                    .filteredOn(
                            line ->
                                    line.endsWith(
                                            "Unhandled. Check your Lambda function code and try"
                                                    + " again."))
                    .hasSize(2);

            String gated = "/_aws/execute-api/" + restApi + "/v1/gated";
            for (String token : List.of("yes", "no", "Unauthorized", "broken")) {
                live.http("GET", gated, "Authorization", token);
            }
            live.http("GET", gated);
            live.http("GET", "/_aws/execute-api/" + restApi + "/v1/signed");
            assertThat(lines("told", 10).subList(4, 10))
                    .containsExactly(
                            "rest GET 204 - [- -|200 - 200|200 -|200 204] -",
                            "rest GET 403 ACCESS_DENIED [- -|200 - 200|403 User is not authorized"
                                    + " to access this resource with an explicit deny|- -] -",
                            "rest GET 401 UNAUTHORIZED [- -|401 Unauthorized 200|- -|- -] -",
                            "rest GET 500 AUTHORIZER_FAILURE [- -|500 broken 200|- -|- -] -",
                            "rest GET 401 UNAUTHORIZED [- -|401 Unauthorized -|- -|- -] -",
                            "rest GET 403 MISSING_AUTHENTICATION_TOKEN [403 Missing Authentication"
                                    + " Token|- - -|- -|- -] -");

            http.deleteAccessLogSettings(of -> of.apiId(httpApi).stageName("$default"));
            assertThat(
                            http.getStage(of -> of.apiId(httpApi).stageName("$default"))
                                    .accessLogSettings())
                    .isNull();
        }
    }

    private static String output(
            software.amazon.awssdk.services.cloudformation.model.Stack stack, String key) {
        return stack.outputs().stream()
                .filter(one -> one.outputKey().equals(key))
                .findFirst()
                .orElseThrow()
                .outputValue();
    }

    private List<String> lines(String group, int count) {
        Eventually.holds(
                () ->
                        !logs.describeLogGroups(of -> of.logGroupNamePrefix(group))
                                        .logGroups()
                                        .isEmpty()
                                && read(group).size() >= count);
        return read(group);
    }

    private List<String> read(String group) {
        return logs.filterLogEvents(of -> of.logGroupName(group)).events().stream()
                .map(FilteredLogEvent::message)
                .toList();
    }

    private void log(String api, String format) {
        log(api, GROUP + "access", format);
    }

    private void log(String api, String destination, String format) {
        rest.updateStage(
                of ->
                        of.restApiId(api)
                                .stageName("v1")
                                .patchOperations(
                                        replace("/accessLogSettings/destinationArn", destination),
                                        replace("/accessLogSettings/format", format)));
    }

    private String mockApi() {
        var created = rest.createRestApi(of -> of.name("told"));
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
                of ->
                        of.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .statusCode("200")
                                .responseTemplates(Map.of("application/json", "hello")));
        rest.createDeployment(of -> of.restApiId(api).stageName("v1"));
        return api;
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }
}
