package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.wire.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

@Tag("node")
class NeighboursTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "arn:aws:iam::000000000000:root"}}]}
            """;
    private static final String TABLE =
            """
            {"Table": {"TableName": "t",
             "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"},
                           {"AttributeName": "n", "KeyType": "RANGE"}],
             "GlobalSecondaryIndexes": [{"IndexName": "byOwner",
               "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}]}]}}
            """;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What the last call of SQS brought. */
    private static final AtomicReference<Headers> AT_QUEUES = new AtomicReference<>();

    private static HttpServer neighbour;
    private static Node node;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        neighbour = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        neighbour.createContext(
                "/",
                exchange -> {
                    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    byte[] response =
                            (target + " " + new String(body, StandardCharsets.UTF_8)).getBytes();
                    if (target != null && target.startsWith("AmazonSQS.")) {
                        AT_QUEUES.set(exchange.getRequestHeaders());
                        String url = "http://127.0.0.1:" + neighbour.getAddress().getPort();
                        response = "{\"QueueUrl\": \"%s/0/q\"}".formatted(url).getBytes();
                    }
                    if (target != null && target.startsWith("DynamoDB")) {
                        String own = "http://127.0.0.1:" + neighbour.getAddress().getPort();
                        String item = "{\"Item\": {\"url\": {\"S\": \"%s/kept\"}}}".formatted(own);
                        boolean gets = target.endsWith("GetItem");
                        response =
                                (target.endsWith("DescribeTable") ? TABLE : gets ? item : "{}")
                                        .getBytes();
                    }
                    exchange.getResponseHeaders()
                            .set("x-neighbour", exchange.getRequestURI().toString());
                    exchange.sendResponseHeaders(202, response.length);
                    exchange.getResponseBody().write(response);
                    exchange.close();
                });
        neighbour.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        neighbour.start();
        Map<String, String> settings =
                Map.of(
                        "data",
                        data.toString(),
                        "port",
                        "0",
                        "sandbox",
                        "process-as-root",
                        "endpoint.sqs",
                        "http://127.0.0.1:" + neighbour.getAddress().getPort(),
                        "endpoint.s3",
                        "http://127.0.0.1:" + neighbour.getAddress().getPort(),
                        "endpoint.dynamodb",
                        "http://127.0.0.1:" + neighbour.getAddress().getPort(),
                        "endpoint.cognito-idp",
                        "http://127.0.0.1:" + neighbour.getAddress().getPort(),
                        "endpoint.kinesis",
                        "http://127.0.0.1:1");
        node = LiveNode.start(Config.of(new Settings(settings)));
    }

    @AfterAll
    static void stop() {
        node.close();
        neighbour.stop(0);
    }

    @Test
    void aCallByARoleIsJudgedHereAndSignedByTheNode() {
        LiveNode live = LiveNode.of(node);
        String role = live.role("queues");
        Credentials session;
        try (IamClient iam = live.client(IamClient.builder());
                StsClient sts = live.client(StsClient.builder())) {
            iam.updateAssumeRolePolicy(p -> p.roleName("queues").policyDocument(TRUST));
            iam.putRolePolicy(
                    p ->
                            p.roleName("queues")
                                    .policyName("p")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                             "Action": "sqs:GetQueueUrl",
                                             "Resource": "arn:aws:sqs:*:*:mine"}]}
                                            """));
            session = sts.assumeRole(a -> a.roleArn(role).roleSessionName("queue")).credentials();
        }
        NodeClient sqs =
                client(session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
        AT_QUEUES.set(null);
        assertThatThrownBy(() -> queueUrl(sqs, "other"))
                .hasMessageContaining(
                        "is not authorized to perform: sqs:GetQueueUrl on resource:"
                                + " arn:aws:sqs:us-east-1:000000000000:other");
        assertThat(AT_QUEUES).hasNullValue();

        Map<String, Object> batch =
                Map.of("Entries", List.of(Map.of("Id", "1", "MessageBody", "m")));
        assertThatThrownBy(() -> sqs.call("sqs", "SendMessageBatch", to(live, "0/mine", batch)))
                .as("a batch is what its messages are; a queue's account is in its URL")
                .hasMessageContaining(
                        "sqs:SendMessage on resource: arn:aws:sqs:us-east-1:000000000000:mine");
        assertThatThrownBy(
                        () ->
                                sqs.call(
                                        "sqs",
                                        "SendMessageBatch",
                                        to(live, "111122223333/q", batch)))
                .hasMessageContaining(
                        "sqs:SendMessage on resource: arn:aws:sqs:us-east-1:111122223333:q");
        assertThat(AT_QUEUES).hasNullValue();

        assertThat(queueUrl(sqs, "mine"))
                .as("the queue's URL leads through the node")
                .isEqualTo(live.endpoint() + "/0/q");
        assertThat(AT_QUEUES.get().getFirst("authorization")).contains("Credential=test/");
        assertThat(AT_QUEUES.get()).doesNotContainKey("X-amz-security-token");

        assertThatThrownBy(() -> queueUrl(client("ASIAMADEUP", "s", "t"), "mine"))
                .hasMessageContaining("The security token included in the request is invalid");
    }

    @Test
    void aStreamThatIsNamedTwiceIsAskedForByBothNames() {
        String mine = "arn:aws:kinesis:us-east-1:000000000000:stream/mine";
        NodeClient kim =
                user(
                        "kim",
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                         "Action": "kinesis:*", "Resource": "%s"}]}
                        """
                                .formatted(mine));
        for (Map<String, Object> closed :
                List.<Map<String, Object>>of(
                        Map.of("StreamName", "other", "StreamARN", mine),
                        Map.of("StreamName", "mine", "StreamARN", mine.replace("mine", "other")))) {
            assertThatThrownBy(() -> kim.call("kinesis", "DeleteStream", closed))
                    .hasMessageContaining("kinesis:DeleteStream on resource: ")
                    .hasMessageContaining("stream/other");
        }
        for (Map<String, Object> open :
                List.<Map<String, Object>>of(
                        Map.of("StreamName", "mine", "StreamARN", mine),
                        Map.of("StreamARN", mine))) {
            assertThatThrownBy(() -> kim.call("kinesis", "DeleteStream", open))
                    .as("allowed; nothing listens there")
                    .hasMessageContaining("is not reachable");
        }
    }

    @Test
    void itemsOfATableAreOpenToThoseWhoseKeyTheyHave() {
        String tables = "arn:aws:dynamodb:us-east-1:000000000000:table/";
        NodeClient mia =
                user(
                        "mia",
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                         "Action": ["dynamodb:*Item", "dynamodb:Query", "dynamodb:PartiQL*"],
                         "Resource": ["%1$st", "%1$st/index/byOwner"],
                         "Condition": {"ForAllValues:StringEquals": {
                          "dynamodb:LeadingKeys": ["mia"],
                          "dynamodb:Attributes": ["id", "n", "owner", "mood"]}}}]}
                        """
                                .formatted(tables));
        Map<String, Object> own = Map.of("id", text("mia"), "n", text("1"));
        Map<String, Object> other = Map.of("id", text("ann"), "n", text("1"));
        mia.call("dynamodb", "GetItem", Map.of("TableName", "t", "Key", own));
        mia.call("dynamodb", "PutItem", Map.of("TableName", tables + "t", "Item", own));
        mia.call("dynamodb", "BatchGetItem", batch("t", own));
        mia.call("dynamodb", "Query", query("#k = :k", Map.of("#k", "id")));
        mia.call("dynamodb", "Query", indexed("owner = :k", "mia"));
        mia.call("dynamodb", "TransactWriteItems", transaction(own, "SET mood = :k"));

        closed(() -> mia.call("dynamodb", "GetItem", Map.of("TableName", "t", "Key", other)));
        closed(() -> mia.call("dynamodb", "BatchGetItem", batch("t", own, other)));
        closed(() -> mia.call("dynamodb", "BatchGetItem", batch("u", own)));
        closed(() -> mia.call("dynamodb", "Query", query("#k = :k", Map.of("#k", "other"))));
        closed(() -> mia.call("dynamodb", "Query", indexed("owner = :k", "ann")));
        closed(() -> mia.call("dynamodb", "TransactWriteItems", transaction(own, "SET #p = :k")));
        closed(() -> mia.call("dynamodb", "TransactWriteItems", transaction(own, "SET 0p = :k")));
        closed(() -> mia.call("dynamodb", "TransactWriteItems", transaction(other, "SET n = :k")));
        closed(() -> mia.call("dynamodb", "Scan", Map.of("TableName", "t")));
        closed(
                () ->
                        mia.call(
                                "dynamodb",
                                "ExecuteStatement",
                                Map.of("Statement", "SELECT * FROM t")));
    }

    @Test
    void wholeTablesAreReadByNoStatementWhereThatIsDenied() {
        NodeClient pia =
                user(
                        "pia",
                        """
                        {"Version": "2012-10-17", "Statement": [
                         {"Effect": "Allow", "Action": "dynamodb:PartiQLSelect",
                          "Resource": "arn:aws:dynamodb:us-east-1:000000000000:table/t"},
                         {"Effect": "Deny", "Action": "dynamodb:PartiQLSelect", "Resource": "*",
                          "Condition": {"Bool": {"dynamodb:FullTableScan": "true"}}}]}
                        """);
        pia.call("dynamodb", "ExecuteStatement", stated("SELECT * FROM \"t\" WHERE id = 'from u'"));
        for (String closed :
                List.of(
                        "SELECT * FROM t",
                        "SELECT * FROM t WHERE mood = 'id = 1'",
                        "SELECT * FROM t WHERE id = '1' OR mood = '2'",
                        "SELECT * FROM u WHERE id = '1'",
                        "SELECT 'FROM t' FROM u WHERE id = '1'",
                        "SELECT * FROM t.byOwner WHERE owner = '1'",
                        "DELETE FROM t WHERE id = '1'")) {
            closed(() -> pia.call("dynamodb", "ExecuteStatement", stated(closed)));
        }
    }

    @Test
    void aStatementThatLeavesItsTableInDoubtIsRejected() {
        NodeClient root = client("test", "test", null);
        assertThatThrownBy(
                        () ->
                                root.call(
                                        "dynamodb",
                                        "ExecuteStatement",
                                        stated("SELECT * FROM t x, u")))
                .hasMessageContaining("Statement wasn't well formed, can't be processed: ");
    }

    @Test
    void whatATableHoldsIsNotRewritten() {
        String own = "http://127.0.0.1:" + neighbour.getAddress().getPort() + "/kept";
        assertThat(
                        client("test", "test", null)
                                .call(
                                        "dynamodb",
                                        "GetItem",
                                        Map.of("TableName", "t", "Key", Map.of("id", text("url"))))
                                .toString())
                .contains(own);
    }

    private static Map<String, Object> stated(String statement) {
        return Map.of("Statement", statement);
    }

    private static Map<String, String> text(String value) {
        return Map.of("S", value);
    }

    private static Map<String, Object> batch(String table, Object... keys) {
        return Map.of("RequestItems", Map.of(table, Map.of("Keys", List.of(keys))));
    }

    private static Map<String, Object> query(String condition, Map<String, String> names) {
        return Map.of(
                "TableName",
                "t",
                "KeyConditionExpression",
                condition,
                "ExpressionAttributeNames",
                names,
                "ExpressionAttributeValues",
                Map.of(":k", text("mia")));
    }

    private static Map<String, Object> indexed(String condition, String owner) {
        return Map.of(
                "TableName",
                "t",
                "IndexName",
                "byOwner",
                "KeyConditionExpression",
                condition,
                "ExpressionAttributeValues",
                Map.of(":k", text(owner)));
    }

    private static Map<String, Object> transaction(Map<String, Object> key, String update) {
        Map<String, Object> one =
                Map.of(
                        "TableName",
                        "t",
                        "Key",
                        key,
                        "UpdateExpression",
                        update,
                        "ExpressionAttributeNames",
                        Map.of("#p", "pay"),
                        "ExpressionAttributeValues",
                        Map.of(":k", text("x")));
        return Map.of("TransactItems", List.of(Map.of("Update", one)));
    }

    private static void closed(ThrowingCallable call) {
        assertThatThrownBy(call).hasMessageContaining("is not authorized to perform: dynamodb:");
    }

    private static NodeClient user(String name, String policy) {
        try (IamClient iam = LiveNode.of(node).client(IamClient.builder())) {
            iam.createUser(u -> u.userName(name));
            iam.putUserPolicy(p -> p.userName(name).policyName("p").policyDocument(policy));
            var key = iam.createAccessKey(k -> k.userName(name)).accessKey();
            return client(key.accessKeyId(), key.secretAccessKey(), null);
        }
    }

    private static NodeClient client(String id, String secret, @Nullable String token) {
        return new NodeClient(
                LiveNode.of(node).endpoint(), Region.DEFAULT, new AccessKey(id, secret, token));
    }

    private static Map<String, Object> to(LiveNode live, String queue, Map<String, Object> more) {
        Map<String, Object> input = new HashMap<>(more);
        input.put("QueueUrl", live.endpoint() + "/" + queue);
        return input;
    }

    private static Object queueUrl(NodeClient sqs, String name) {
        return sqs.call("sqs", "GetQueueUrl", Map.of("QueueName", name)).get("QueueUrl");
    }

    @Test
    void aSettingLeavesCallsToEndpoints() {
        Map<String, String> settings =
                Map.of("endpoint.sqs", "http://127.0.0.1:1", "endpoint.s3", "http://127.0.0.1:2");
        Map<String, String> open = new HashMap<>(settings);
        open.put("endpoint-calls", "as-signed");

        assertThat(Config.of(new Settings(settings)).elsewhere().judging()).containsOnlyKeys("s3");
        assertThat(Config.of(new Settings(open)).elsewhere().judging())
                .containsOnlyKeys("s3", "sqs");
    }

    @Test
    void aSignedRequestOfAnObjectGoesOnAsItCame() throws Exception {
        HttpResponse<String> response = send("s3", "/q?a=b%2Fc", "hello");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-neighbour")).hasValue("/q?a=b%2Fc");
        assertThat(response.body()).isEqualTo("Some.Target hello");
    }

    @Test
    void aSignedLinkGoesOn() throws Exception {
        String link =
                "/k?X-Amz-Credential=test%2F20261121%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=0";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + link))
                        .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-neighbour")).hasValue(link);
    }

    @Test
    void anUnsignedRequestToAnObjectsHostGoesOnAndNoOther() throws IOException {
        assertThat(statusOf("bucket.s3.us-east-1.amazonaws.com")).startsWith("HTTP/1.1 202 ");
        assertThat(statusOf("sqs.amazonaws.com")).startsWith("HTTP/1.1 403 ");
        String pools = "cognito-idp.us-east-1.amazonaws.com";
        assertThat(statusOf(pools)).startsWith("HTTP/1.1 403 ");
        assertThat(statusOf(pools, "/us-east-1_p/.well-known/jwks.json"))
                .as("the keys of a pool are for everybody")
                .startsWith("HTTP/1.1 202 ");
        assertThat(statusOf(pools, "/us-east-1_p/.well-known/jwks.json/.."))
                .startsWith("HTTP/1.1 403 ");
        assertThat(statusOf("sqs.amazonaws.com", "/0/.well-known/jwks.json?Action=ListQueues"))
                .as("there are none of a queue")
                .startsWith("HTTP/1.1 403 ");
        assertThat(statusOf("sns.us-east-1.amazonaws.com")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aNeighbourThatIsDownIsNamed() {
        NodeClient streams = client("test", "test", null);
        assertThatThrownBy(() -> streams.call("kinesis", "ListStreams", Map.of()))
                .hasMessageContaining("The endpoint http://127.0.0.1:1 is not reachable");
    }

    @Test
    void whatTheNodeServesWholeCannotBePutElsewhere() {
        Set<String> inPart = Set.of("events", "kms", "s3", "scheduler", "secretsmanager", "xray");
        for (Service service : node.services()) {
            String name = service.model().signingName();
            Settings settings = new Settings(Map.of("endpoint." + name, "http://127.0.0.1:1"));
            if (!inPart.contains(name)) {
                assertThatThrownBy(() -> Config.of(settings))
                        .isInstanceOf(SettingsException.class)
                        .hasMessage(
                                "endpoint.%s: the node serves %s itself; leave this setting out"
                                        .formatted(name, name));
            }
        }
    }

    private static String statusOf(String host) throws IOException {
        return statusOf(host, "/k");
    }

    private static String statusOf(String host, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            String request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.formatted(path, host).getBytes());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpResponse<String> send(String service, String target, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + target))
                        .header("x-amz-target", "Some.Target")
                        .header("content-type", "application/x-amz-json-1.1")
                        .header(
                                "authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
                                        .formatted(service))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
