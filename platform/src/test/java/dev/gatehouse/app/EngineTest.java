package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.testkit.Eventually;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Services that the development engine serves, reached through the node by everybody. */
@Tag("node")
class EngineTest {
    private static Node node;
    private static LiveNode live;
    private static NodeClient root;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        FetchedEngine.in(data);
        Map<String, String> settings =
                Map.of(
                        "data",
                        data.toString(),
                        "port",
                        "0",
                        "with",
                        "dynamodb,sqs,sns,ssm,events,cognito-idp");
        node = LiveNode.start(Config.of(new Settings(settings)));
        live = LiveNode.of(node);
        root = client("test", "test");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static NodeClient client(String key, String secret) {
        return new NodeClient(live.endpoint(), Region.DEFAULT, new AccessKey(key, secret, null));
    }

    @Test
    void keepsItemsOfTablesForEachAccountApart() {
        table(root, "items");
        Map<String, Object> item = Map.of("id", Map.of("S", "1"), "n", Map.of("N", "7"));
        root.call("dynamodb", "PutItem", Map.of("TableName", "items", "Item", item));

        Map<String, Object> read =
                root.call(
                        "dynamodb",
                        "GetItem",
                        Map.of("TableName", "items", "Key", Map.of("id", Map.of("S", "1"))));

        assertThat(read).containsEntry("Item", item);
        NodeClient other = client("111122223333", "test");
        assertThat(other.call("dynamodb", "ListTables", Map.of()).get("TableNames"))
                .isEqualTo(List.of());
    }

    @Test
    void aQueuesUrlLeadsToTheNode() {
        Object url = root.call("sqs", "CreateQueue", Map.of("QueueName", "jobs")).get("QueueUrl");

        assertThat(url).isEqualTo(live.endpoint() + "/000000000000/jobs");
        root.call("sqs", "SendMessage", Map.of("QueueUrl", url, "MessageBody", "hello"));
        assertThat(root.call("sqs", "ReceiveMessage", Map.of("QueueUrl", url)).toString())
                .contains("Body=hello");
    }

    @Test
    void aTopicSendsWhatItsFilterLetsThroughToAFunction() {
        NodeClient client = root;
        try (LambdaClient lambda = live.lambda();
                IamClient iam = live.client(IamClient.builder())) {
            String role = live.role("told");
            iam.attachRolePolicy(
                    r ->
                            r.roleName("told")
                                    .policyArn("arn:aws:iam::aws:policy/AmazonSQSFullAccess"));
            String function =
                    live.python(lambda, "told", role, "def handler(event, context): return 1\n")
                            .functionArn();
            Object url =
                    client.call("sqs", "CreateQueue", Map.of("QueueName", "told")).get("QueueUrl");
            lambda.putFunctionEventInvokeConfig(
                    r ->
                            r.functionName("told")
                                    .destinationConfig(
                                            d ->
                                                    d.onSuccess(
                                                            to ->
                                                                    to.destination(
                                                                            "arn:aws:sqs:us-east-1:000000000000:told"))));
            String topic =
                    String.valueOf(
                            client.call("sns", "CreateTopic", Map.of("Name", "news"))
                                    .get("TopicArn"));
            Map<String, Object> subscription =
                    client.call(
                            "sns",
                            "Subscribe",
                            Map.of(
                                    "TopicArn",
                                    topic,
                                    "Protocol",
                                    "lambda",
                                    "Endpoint",
                                    function,
                                    "Attributes",
                                    Map.of("FilterPolicy", "{\"kind\": [\"good\"]}")));
            publish(topic, "before anybody allowed it", "good");
            lambda.addPermission(
                    r ->
                            r.functionName("told")
                                    .statementId("sns")
                                    .action("lambda:InvokeFunction")
                                    .principal("sns.amazonaws.com")
                                    .sourceArn(topic));
            publish(topic, "filtered", "bad");
            publish(topic, "hello", "good");

            String got = received(url);

            assertThat(got)
                    .contains("\"EventSource\":\"aws:sns\"")
                    .contains("\"Subject\":\"a subject\"", "\"Message\":\"hello\"")
                    .contains("\"MessageAttributes\":{\"kind\":{\"Type\":\"String\",")
                    .contains("\"EventSubscriptionArn\":\"" + subscription.get("SubscriptionArn"))
                    .doesNotContain("before anybody allowed it");
        }
    }

    private static void publish(String topic, String message, String kind) {
        root.call(
                "sns",
                "Publish",
                Map.of(
                        "TopicArn",
                        topic,
                        "Message",
                        message,
                        "Subject",
                        "a subject",
                        "MessageAttributes",
                        Map.of("kind", Map.of("DataType", "String", "StringValue", kind))));
    }

    /** The first message of a queue, once it is there. */
    private static String received(Object url) {
        return Eventually.value(
                        () ->
                                root.call(
                                                "sqs",
                                                "ReceiveMessage",
                                                Map.of("QueueUrl", url, "WaitTimeSeconds", 1))
                                        .get("Messages"),
                        Objects::nonNull)
                .toString();
    }

    @Test
    void whoMayNotIsDeniedHere() {
        table(root, "secrets");
        try (IamClient iam = live.client(IamClient.builder())) {
            iam.createUser(of -> of.userName("eve"));
            var key = iam.createAccessKey(of -> of.userName("eve")).accessKey();
            NodeClient eve = client(key.accessKeyId(), key.secretAccessKey());
            assertThatThrownBy(() -> eve.call("dynamodb", "Scan", Map.of("TableName", "secrets")))
                    .hasMessageContaining(
                            "user/eve is not authorized to perform: dynamodb:Scan on resource:"
                                    + " arn:aws:dynamodb:us-east-1:000000000000:table/secrets");
        }
        NodeClient stranger = client("AKIAIOSFODNN7EXAMPLE", "nothing");
        assertThatThrownBy(() -> stranger.call("dynamodb", "ListTables", Map.of()))
                .hasMessageContaining("security token");
    }

    @Test
    void whatIsCalledWithoutCredentialsIsLetThrough() throws Exception {
        Map<String, Object> pool =
                root.call("cognitoidp", "CreateUserPool", Map.of("PoolName", "people"));
        String id = String.valueOf(((Map<?, ?>) pool.get("UserPool")).get("Id"));
        Map<String, Object> made =
                root.call(
                        "cognitoidp",
                        "CreateUserPoolClient",
                        Map.of("UserPoolId", id, "ClientName", "web"));
        String client = String.valueOf(((Map<?, ?>) made.get("UserPoolClient")).get("ClientId"));

        Map<String, Object> signed =
                root.call(
                        "cognitoidp",
                        "SignUp",
                        Map.of("ClientId", client, "Username", "ann", "Password", "P4ssword!x"));

        assertThat(signed).containsKey("UserSub");
        HttpRequest hidden =
                HttpRequest.newBuilder(live.endpoint())
                        .header("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("Action=ListUserPools&MaxResults=9"))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> closed = http.send(hidden, BodyHandlers.ofString());
            assertThat(closed.statusCode()).as(closed.body()).isBetween(400, 403);
        }
    }

    @Test
    void authorizersTakeTheTokensOfAPoolOfIts() throws Exception {
        Signed ada = signIn();
        Map<String, String> with = Map.of("Authorization", ada.token());

        String keys = "/" + ada.pool() + "/.well-known/jwks.json";
        assertThat(get(keys, Map.of())).as("for who verifies tokens itself").isEqualTo(200);
        String rest = "/restapis/" + restApi(ada.pool()) + "/prod/_user_request_/";
        String http = "/_aws/execute-api/" + httpApi(ada) + "/";
        for (String api : List.of(rest, http)) {
            assertThat(get(api, Map.of())).isEqualTo(401);
            // Keys that do not come within AWS's time are asked for again.
            Eventually.holds(() -> get(api, with) == 200);
        }
    }

    /** Who signed in to a pool, by a client. */
    private record Signed(String pool, String client, String token) {}

    private static Signed signIn() {
        Map<?, ?> made = pools("CreateUserPool", "UserPool", Map.of("PoolName", "signed"));
        String pool = String.valueOf(made.get("Id"));
        made =
                pools(
                        "CreateUserPoolClient",
                        "UserPoolClient",
                        Map.of("UserPoolId", pool, "ClientName", "web"));
        String client = String.valueOf(made.get("ClientId"));
        Map<String, Object> ada = Map.of("UserPoolId", pool, "Username", "ada");
        root.call("cognitoidp", "AdminCreateUser", ada);
        Map<String, Object> password = new HashMap<>(ada);
        password.put("Password", "P4ssword!x");
        password.put("Permanent", true);
        root.call("cognitoidp", "AdminSetUserPassword", password);
        Map<?, ?> tokens =
                pools(
                        "InitiateAuth",
                        "AuthenticationResult",
                        Map.of(
                                "ClientId",
                                client,
                                "AuthFlow",
                                "USER_PASSWORD_AUTH",
                                "AuthParameters",
                                Map.of("USERNAME", "ada", "PASSWORD", "P4ssword!x")));
        return new Signed(pool, client, String.valueOf(tokens.get("IdToken")));
    }

    private static Map<?, ?> pools(String operation, String member, Map<String, Object> input) {
        return (Map<?, ?>) root.call("cognitoidp", operation, input).get(member);
    }

    /** The id of an API that responds to who signed in to a pool. */
    private static String restApi(String pool) {
        try (ApiGatewayClient apis = live.client(ApiGatewayClient.builder())) {
            String body =
                    """
                    {"openapi": "3.0.1", "info": {"title": "signed", "version": "1"},
                     "components": {"securitySchemes": {"pool": {"type": "apiKey", "name": "Authorization", "in": "header",
                       "x-amazon-apigateway-authtype": "cognito_user_pools", "x-amazon-apigateway-authorizer": {
                         "type": "cognito_user_pools",
                         "providerARNs": ["arn:aws:cognito-idp:us-east-1:000000000000:userpool/%s"]}}}},
                     "paths": {"/": {"get": {"security": [{"pool": []}], "responses": {"200": {"description": "OK"}},
                       "x-amazon-apigateway-integration": {"type": "mock",
                         "requestTemplates": {"application/json": "{\\"statusCode\\": 200}"},
                         "responses": {"default": {"statusCode": "200"}}}}}}}
                    """
                            .formatted(pool);
            String api = apis.importRestApi(r -> r.body(SdkBytes.fromUtf8String(body))).id();
            apis.createDeployment(d -> d.restApiId(api).stageName("prod"));
            return api;
        }
    }

    private static String httpApi(Signed by) {
        try (ApiGatewayV2Client apis = live.client(ApiGatewayV2Client.builder());
                LambdaClient lambda = live.lambda()) {
            String function =
                    live.python(
                                    lambda,
                                    "signed",
                                    live.role("signed"),
                                    "def handler(event, context): return {'statusCode': 200}\n")
                            .functionArn();
            lambda.addPermission(
                    p ->
                            p.functionName("signed")
                                    .statementId("api")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com"));
            String api = apis.createApi(a -> a.name("signed").protocolType("HTTP")).apiId();
            String integration =
                    apis.createIntegration(
                                    i ->
                                            i.apiId(api)
                                                    .integrationType("AWS_PROXY")
                                                    .integrationUri(function)
                                                    .payloadFormatVersion("2.0"))
                            .integrationId();
            String issuer = "https://cognito-idp.us-east-1.amazonaws.com/" + by.pool();
            String authorizer =
                    apis.createAuthorizer(
                                    a ->
                                            a.apiId(api)
                                                    .name("jwt")
                                                    .authorizerType("JWT")
                                                    .identitySource("$request.header.Authorization")
                                                    .jwtConfiguration(
                                                            j ->
                                                                    j.issuer(issuer)
                                                                            .audience(by.client())))
                            .authorizerId();
            apis.createRoute(
                    r ->
                            r.apiId(api)
                                    .routeKey("GET /")
                                    .target("integrations/" + integration)
                                    .authorizationType("JWT")
                                    .authorizerId(authorizer));
            apis.createStage(s -> s.apiId(api).stageName("$default").autoDeploy(true));
            return api;
        }
    }

    private static int get(String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(live.endpoint().resolve(path));
        headers.forEach(request::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void theStatusTellsWhatIsInMemoryAndAnErrorWhatElseCouldBe() throws Exception {
        table(root, "any");

        assertThat(live.http("GET", "/_gatehouse/status").body())
                .contains("\"dynamodb\":\"moto 5.2.5, in memory; running\"");
        assertThatThrownBy(() -> root.call("kinesis", "ListStreams", Map.of()))
                .hasMessageContaining("start the node with --with kinesis for one in memory")
                .hasMessageContaining("--endpoint kinesis=URL");
        assertThatThrownBy(() -> Config.of(new Settings(Map.of("with", "dynamo"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(
                        "does not serve 'dynamo'; did you mean dynamodb? it serves cloudfront,"
                                + " cognito-identity, cognito-idp,");
    }

    private static void table(NodeClient client, String name) {
        client.call(
                "dynamodb",
                "CreateTable",
                Map.of(
                        "TableName",
                        name,
                        "BillingMode",
                        "PAY_PER_REQUEST",
                        "KeySchema",
                        List.of(Map.of("AttributeName", "id", "KeyType", "HASH")),
                        "AttributeDefinitions",
                        List.of(Map.of("AttributeName", "id", "AttributeType", "S"))));
    }
}
