package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.iam.IamClient;

/** Integrations of HTTP APIs with operations of services by name, and of WebSocket APIs by URI. */
@Tag("node")
final class HttpServiceIntegrationsTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """;

    private static final String ALL =
            """
            {"Version": "2012-10-17", "Statement": [
             {"Effect": "Allow", "Action": "*", "Resource": "*"}]}
            """;

    /** The node's own, which it signs with. */
    private static final AwsCredentials KEYS = AwsBasicCredentials.create("test", "test");

    private static final String QUEUE = "http://localhost:4566/000000000000/orders";
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:m";

    /** What the neighbour was sent. */
    private record Seen(String line, String scope, String target, String body) {}

    private static final BlockingQueue<Seen> SEEN = new LinkedBlockingQueue<>();
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static LiveNode live;
    private static ApiGatewayV2Client http;
    private static Node node;
    private static String api;
    private static String role;
    private static int routes;

    @BeforeAll
    static void open(@TempDir Path folder) {
        HttpServer neighbour =
                VERTX.createHttpServer()
                        .requestHandler(HttpServiceIntegrationsTest::respond)
                        .listen(0, "127.0.0.1")
                        .await();
        Map<String, String> settings =
                new TreeMap<>(Map.of("data", folder.toString(), "port", "0"));
        for (String service : List.of("sqs", "events", "kinesis", "states", "appconfig")) {
            settings.put("endpoint." + service, "http://127.0.0.1:" + neighbour.actualPort());
        }
        node = LiveNode.start(Config.of(new Settings(settings)));
        live = LiveNode.of(node);
        http = live.client(ApiGatewayV2Client.builder());
        try (IamClient iam = live.client(IamClient.builder())) {
            var made = iam.createRole(of -> of.roleName("gateway").assumeRolePolicyDocument(TRUST));
            role = made.role().arn();
            iam.putRolePolicy(of -> of.roleName("gateway").policyName("a").policyDocument(ALL));
            iam.createRole(of -> of.roleName("idle").assumeRolePolicyDocument(TRUST));
        }
        api = http.createApi(of -> of.name("services").protocolType(ProtocolType.HTTP)).apiId();
        http.createStage(of -> of.apiId(api).stageName("v1").autoDeploy(true));
    }

    private static void respond(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body -> {
                            SEEN.add(
                                    new Seen(
                                            request.method() + " " + request.uri(),
                                            request.getHeader("Authorization"),
                                            request.getHeader("X-Amz-Target"),
                                            body.toString()));
                            boolean signed =
                                    SignedApiCalls.isSigned(KEYS, request, body.toString());
                            int status = request.uri().contains("missing") ? 404 : 200;
                            request.response()
                                    .setStatusCode(signed ? status : 403)
                                    .putHeader("Content-Type", "application/x-amz-json-1.1")
                                    .putHeader("Server", "neighbour")
                                    .end("{\"done\":true}");
                        });
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @AfterAll
    static void close() {
        http.close();
        node.close();
        VERTX.close().await();
    }

    @Test
    void sendsAMessageWithAttributesToAQueue() throws Exception {
        String attributes =
                "{\"from\":{\"DataType\":\"String\",\"StringValue\":\"${request.querystring.g}\"}}";
        String path =
                route(
                        "SQS-SendMessage",
                        role,
                        Map.of(
                                "QueueUrl",
                                QUEUE,
                                "MessageBody",
                                "$request.body",
                                "MessageGroupId",
                                "group ${request.querystring.g}",
                                "MessageAttributes",
                                attributes));

        HttpResponse<String> response = live.post(path + "?g=a", "hé & <llo>");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"done\":true}");
        assertThat(response.headers().firstValue("content-type"))
                .hasValue("application/x-amz-json-1.1");
        assertThat(response.headers().firstValue("server")).isEmpty();
        Seen sent = seen();
        assertThat(sent.line()).isEqualTo("POST /?Action=SendMessage&Version=2012-11-05");
        assertThat(sent.scope()).contains("/us-east-1/sqs/");
        assertThat(sent.body())
                .contains(
                        "MessageBody=h%C3%A9%20%26%20%3Cllo%3E",
                        "MessageGroupId=group%20a",
                        "MessageAttribute.1.Name=from",
                        "MessageAttribute.1.Value.DataType=String",
                        "MessageAttribute.1.Value.StringValue=a");
    }

    @Test
    void putsAnEventInAnotherRegion() throws Exception {
        String path =
                route(
                        "EventBridge-PutEvents",
                        role,
                        Map.of(
                                "Source", "shop",
                                "DetailType", "$request.body.type",
                                "Detail", "$request.body.detail",
                                "Time", "2026-11-30T00:00:00Z",
                                "Resources", "$request.body.about",
                                "Region", "eu-west-1"));

        live.post(path, "{\"type\":\"order\",\"detail\":{\"n\":7},\"about\":[\"a\",\"b\"]}");

        Seen sent = seen();
        assertThat(sent.scope()).contains("/eu-west-1/events/");
        assertThat(sent.target()).isEqualTo("AWSEvents.PutEvents");
        assertThat(sent.body())
                .contains(
                        "\"Detail\":\"{\\\"n\\\":7}\"",
                        "\"DetailType\":\"order\"",
                        "\"Time\":1795996800",
                        "\"Resources\":[\"a\",\"b\"]");
    }

    @Test
    void putsARecordStartsAMachineAndReadsAConfiguration() throws Exception {
        Map<String, String> record =
                Map.of(
                        "StreamName", "clicks",
                        "Data", "$request.body",
                        "PartitionKey", "$context.requestId");
        live.post(route("Kinesis-PutRecord", role, record), "hello");
        assertThat(seen().body())
                .contains(
                        "\"Data\":\"aGVsbG8=\"", "\"StreamName\":\"clicks\"", "\"PartitionKey\":");

        Map<String, String> start = Map.of("StateMachineArn", MACHINE, "Input", "$request.body");
        String sync = route("StepFunctions-StartSyncExecution", role, start);
        assertThat(live.post(sync, "{\"a\":1}").statusCode()).isEqualTo(200);
        Seen started = seen();
        assertThat(started.target()).isEqualTo("AWSStepFunctions.StartSyncExecution");
        assertThat(started.body())
                .contains("\"stateMachineArn\":\"" + MACHINE + "\"", "\"input\":\"{\\\"a\\\":1}\"");

        Map<String, String> flags =
                Map.of(
                        "Application", "shop",
                        "Environment", "$request.querystring.env",
                        "Configuration", "flags",
                        "ClientId", "me");
        String path = route("AppConfig-GetConfiguration", role, flags);
        assertThat(live.http("GET", path + "?env=missing%2Fone").statusCode()).isEqualTo(404);
        assertThat(seen().line())
                .isEqualTo(
                        "GET /applications/shop/environments/missing%2Fone/configurations/flags"
                                + "?client_id=me");
    }

    @Test
    void attributesMayBeTheSameForEveryMessage() throws Exception {
        String attributes = "{\"from\":{\"DataType\":\"Number\",\"StringValue\":7}}";
        Map<String, String> message =
                Map.of("QueueUrl", QUEUE, "MessageBody", "x", "MessageAttributes", attributes);

        live.post(route("SQS-SendMessage", role, message), "");

        assertThat(seen().body())
                .contains(
                        "MessageAttribute.1.Name=from",
                        "MessageAttribute.1.Value.DataType=Number",
                        "MessageAttribute.1.Value.StringValue=7");
    }

    @Test
    void receivesFromAQueueStartsAndStopsAMachine() throws Exception {
        Map<String, String> receive =
                Map.of(
                        "QueueUrl", QUEUE,
                        "AttributeNames", "SentTimestamp,SenderId",
                        "MessageAttributeNames", "[\"a\"]",
                        "WaitTimeSeconds", "$request.querystring.wait");
        live.post(route("SQS-ReceiveMessage", role, receive) + "?wait=3", "");
        Seen received = seen();
        assertThat(received.line()).contains("Action=ReceiveMessage");
        assertThat(received.body())
                .contains(
                        "AttributeName.1=SentTimestamp&AttributeName.2=SenderId",
                        "MessageAttributeName.1=a",
                        "WaitTimeSeconds=3");

        Map<String, String> start =
                Map.of("StateMachineArn", MACHINE, "Name", "$context.requestId", "Input", "{}");
        live.post(route("StepFunctions-StartExecution", role, start), "");
        assertThat(seen().target()).isEqualTo("AWSStepFunctions.StartExecution");
        String execution = MACHINE.replace("stateMachine", "execution") + ":one";
        Map<String, String> stop =
                Map.of("ExecutionArn", execution, "Cause", "$request.body", "Error", "Stopped");
        live.post(route("StepFunctions-StopExecution", role, stop), "enough");
        Seen stopped = seen();
        assertThat(stopped.target()).isEqualTo("AWSStepFunctions.StopExecution");
        assertThat(stopped.body())
                .contains(
                        "\"executionArn\":\"" + execution + "\"",
                        "\"cause\":\"enough\"",
                        "\"error\":\"Stopped\"");
    }

    @Test
    void whatAServiceRespondsIsMappedByItsStatus() throws Exception {
        Map<String, Map<String, String>> mapping =
                Map.of(
                        "200",
                        Map.of(
                                "overwrite:statuscode", "202",
                                "append:header.x-done", "$response.body.done"));
        String path =
                route(
                        "SQS-PurgeQueue",
                        role,
                        Map.of("QueueUrl", QUEUE),
                        of -> of.responseParameters(mapping));

        HttpResponse<String> response = live.post(path, "");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-done")).hasValue("true");
        seen();
    }

    @Test
    void aWebSocketApiSendsItsMessagesToAQueue() throws Exception {
        String sockets =
                http.createApi(
                                of ->
                                        of.name("sockets")
                                                .protocolType(ProtocolType.WEBSOCKET)
                                                .routeSelectionExpression("$request.body.action"))
                        .apiId();
        String id =
                http.createIntegration(
                                of ->
                                        of.apiId(sockets)
                                                .integrationType(IntegrationType.AWS)
                                                .integrationMethod("POST")
                                                .integrationUri(
                                                        "arn:aws:apigateway:us-east-1:sqs:path/000000000000/orders")
                                                .credentialsArn(role)
                                                .requestParameters(
                                                        Map.of(
                                                                "integration.request.header.Content-Type",
                                                                "'application/x-www-form-urlencoded'"))
                                                .requestTemplates(
                                                        Map.of(
                                                                "$default",
                                                                "Action=SendMessage&MessageBody=$util.urlEncode($input.body)")))
                        .integrationId();
        http.createIntegrationResponse(
                of ->
                        of.apiId(sockets)
                                .integrationId(id)
                                .integrationResponseKey("$default")
                                .responseTemplates(
                                        Map.of("$default", "done: $input.path('$.done')")));
        String route =
                http.createRoute(
                                of ->
                                        of.apiId(sockets)
                                                .routeKey("$default")
                                                .target("integrations/" + id)
                                                .routeResponseSelectionExpression("$default"))
                        .routeId();
        http.createRouteResponse(
                of -> of.apiId(sockets).routeId(route).routeResponseKey("$default"));
        http.createStage(of -> of.apiId(sockets).stageName("v1").autoDeploy(true));
        URI uri =
                URI.create(
                        "ws://%s/_aws/execute-api/%s/v1"
                                .formatted(live.endpoint().getAuthority(), sockets));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        WebSocket socket = CLIENT.newWebSocketBuilder().buildAsync(uri, new Hears(heard)).join();
        socket.sendText("{\"a\":1}", true).join();

        assertThat(heard.poll(120, TimeUnit.SECONDS)).isEqualTo("done: true");
        Seen sent = seen();
        assertThat(sent.line()).isEqualTo("POST /000000000000/orders");
        assertThat(sent.body()).isEqualTo("Action=SendMessage&MessageBody=%7B%22a%22%3A1%7D");
        socket.abort();
    }

    /** Puts aside what it is told. */
    private record Hears(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            heard.add(data.toString());
            from.request(1);
            return null;
        }
    }

    @Test
    void aRoleThatMayNotIsDeniedAndNothingIsSent() throws Exception {
        String idle = role.replace("/gateway", "/idle");
        String path = route("SQS-PurgeQueue", idle, Map.of("QueueUrl", QUEUE));

        HttpResponse<String> denied = live.post(path, "");

        assertThat(denied.statusCode()).isIn(400, 403);
        assertThat(denied.body())
                .contains("assumed-role/idle/", "is not authorized to perform: sqs:PurgeQueue");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void namesAParameterThatTheRequestDoesNotHave() throws Exception {
        Map<String, String> parameters =
                Map.of("QueueUrl", QUEUE, "ReceiptHandle", "$request.body.handle");

        HttpResponse<String> response = live.post(route("SQS-DeleteMessage", role, parameters), "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo(
                        "{\"message\":\"Unable to resolve property ReceiptHandle from source"
                                + " $request.body.handle. Please make sure that the request to API"
                                + " Gateway contains all the necessary fields specified in request"
                                + " parameters.\"}");
    }

    @Test
    void rejectsInAwsWordsWhatIsNoIntegration() {
        rejects("SQS-Send", role, Map.of(), "Operation: SQS-Send is not supported.");
        rejects(
                "SQS-PurgeQueue",
                null,
                Map.of("QueueUrl", QUEUE),
                "Role ARN must be specified for AWS integration configuration with Subtype:"
                        + " SQS-PurgeQueue");
        rejects(
                "SQS-SendMessage",
                role,
                Map.of("QueueUrl", QUEUE),
                "Operation: SQS-SendMessage requires enabling passthrough, or defining all of the"
                        + " following parameters: MessageBody, QueueUrl");
        rejects(
                "SQS-PurgeQueue",
                role,
                Map.of("QueueUrl", QUEUE, "Colour", "blue"),
                "Parameter: Colour does not fit schema for Operation: SQS-PurgeQueue.");
        rejects(
                "SQS-SendMessage",
                role,
                Map.of("QueueUrl", QUEUE, "MessageBody", "$request.nothing"),
                "Invalid selection expression specified: Validation Result: warnings : [], errors :"
                        + " [Invalid source: $request.nothing specified for destination:"
                        + " MessageBody]");
    }

    private static void rejects(
            String subtype,
            @Nullable String credentials,
            Map<String, String> parameters,
            String words) {
        assertThatThrownBy(() -> route(subtype, credentials, parameters))
                .hasMessageContaining(words);
    }

    /** The path of a route with an integration. */
    private static String route(
            String subtype, @Nullable String credentials, Map<String, String> parameters) {
        return route(subtype, credentials, parameters, of -> {});
    }

    private static String route(
            String subtype,
            @Nullable String credentials,
            Map<String, String> parameters,
            Consumer<CreateIntegrationRequest.Builder> more) {
        String id =
                http.createIntegration(
                                of ->
                                        more.accept(
                                                of.apiId(api)
                                                        .integrationType(IntegrationType.AWS_PROXY)
                                                        .integrationSubtype(subtype)
                                                        .payloadFormatVersion("1.0")
                                                        .credentialsArn(credentials)
                                                        .requestParameters(parameters)))
                        .integrationId();
        routes++;
        String path = "/r" + routes;
        http.createRoute(of -> of.apiId(api).routeKey("ANY " + path).target("integrations/" + id));
        return "/_aws/execute-api/" + api + "/v1" + path;
    }

    private static Seen seen() throws InterruptedException {
        Seen sent = SEEN.poll(120, TimeUnit.SECONDS);
        assertThat(sent).isNotNull();
        return sent;
    }
}
