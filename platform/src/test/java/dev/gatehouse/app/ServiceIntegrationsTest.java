package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code AWS} integrations of REST APIs with services: the node's own, and one elsewhere. */
@Tag("node")
final class ServiceIntegrationsTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """;

    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:orders";

    /** What the neighbour was sent: method and target, headers in question, body. */
    private record Seen(String line, String authorization, String type, String body) {}

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private Node node;
    private LiveNode live;
    private ApiGatewayClient rest;
    private String api;
    private String root;
    private String role;

    @BeforeEach
    void open(@TempDir Path folder) {
        HttpServer neighbour =
                vertx.createHttpServer()
                        .requestHandler(this::respond)
                        .listen(0, "127.0.0.1")
                        .await();
        String endpoint = "http://127.0.0.1:" + neighbour.actualPort();
        node =
                LiveNode.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data",
                                                folder.toString(),
                                                "port",
                                                "0",
                                                "endpoint.sqs",
                                                endpoint,
                                                "endpoint.dynamodb",
                                                endpoint))));
        live = LiveNode.of(node);
        rest = live.client(ApiGatewayClient.builder());
        try (IamClient iam = live.client(IamClient.builder())) {
            role =
                    iam.createRole(of -> of.roleName("gateway").assumeRolePolicyDocument(TRUST))
                            .role()
                            .arn();
        }
        var created = rest.createRestApi(of -> of.name("services"));
        api = created.id();
        root = created.rootResourceId();
        rest.putMethod(
                of ->
                        of.restApiId(api)
                                .resourceId(root)
                                .httpMethod("ANY")
                                .authorizationType("NONE")
                                .requestParameters(Map.of("method.request.querystring.key", true)));
        rest.putMethodResponse(
                of -> of.restApiId(api).resourceId(root).httpMethod("ANY").statusCode("200"));
        rest.putMethodResponse(
                of -> of.restApiId(api).resourceId(root).httpMethod("ANY").statusCode("403"));
    }

    private void respond(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body -> {
                            seen.add(
                                    new Seen(
                                            request.method() + " " + request.uri(),
                                            request.getHeader("Authorization"),
                                            request.getHeader("Content-Type")
                                                    + " "
                                                    + request.getHeader("X-Amz-Target"),
                                            body.toString()));
                            request.response()
                                    .putHeader("Content-Type", "application/json")
                                    .end("{\"Item\":{\"id\":{\"S\":\"7\"}}}");
                        });
    }

    @AfterEach
    void close() {
        rest.close();
        node.close();
        vertx.close().await();
    }

    @Test
    void aQueueGetsItsMessageByPathInTheNameOfTheRole() throws Exception {
        integrate(
                "sqs:path/000000000000/orders",
                of ->
                        of.requestParameters(
                                        Map.of(
                                                "integration.request.header.Content-Type",
                                                "'application/x-www-form-urlencoded'"))
                                .requestTemplates(
                                        Map.of(
                                                "application/json",
                                                "Action=SendMessage&QueueUrl=http%3A%2F%2Fq%2F000000000000%2Forders&MessageBody=$util.urlEncode($context.path)")));

        HttpResponse<String> denied = call("");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body())
                .contains("assumed-role/gateway/")
                .contains("is not authorized to perform: sqs:SendMessage on resource: " + QUEUE);
        assertThat(seen).isEmpty();

        allow("sqs:SendMessage", QUEUE);
        assertThat(call("").body()).contains("\"Item\"");
        Seen sent = seen.poll(120, TimeUnit.SECONDS);
        assertThat(sent.line()).isEqualTo("POST /000000000000/orders");
        assertThat(sent.authorization()).startsWith("AWS4-HMAC-SHA256").contains("/us-east-1/sqs/");
        assertThat(sent.type()).startsWith("application/x-www-form-urlencoded");
        assertThat(sent.body()).startsWith("Action=SendMessage&").contains("MessageBody=%2F");
    }

    @Test
    void aTableIsAskedByActionAndItsResponseMapped() throws Exception {
        allow("dynamodb:*", "*");
        integrate(
                "dynamodb:action/GetItem",
                of ->
                        of.requestTemplates(
                                Map.of(
                                        "application/json",
                                        "{\"TableName\":\"t\",\"Key\":{\"id\":{\"S\":\"$input.params('key')\"}}}")));

        assertThat(call("?key=7").body()).contains("\"S\":\"7\"");

        Seen sent = seen.poll(120, TimeUnit.SECONDS);
        assertThat(sent.line()).isEqualTo("POST /");
        assertThat(sent.type()).isEqualTo("application/x-amz-json-1.0 DynamoDB_20120810.GetItem");
        assertThat(sent.body()).isEqualTo("{\"TableName\":\"t\",\"Key\":{\"id\":{\"S\":\"7\"}}}");
    }

    @Test
    void anObjectOfTheNodesOwnIsReadByPath() throws Exception {
        try (S3Client s3 = live.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(of -> of.bucket("pictures"));
            s3.putObject(of -> of.bucket("pictures").key("a b"), RequestBody.fromString("hello"));
        }
        integrate(
                "s3:path/pictures/{key}",
                of ->
                        of.integrationHttpMethod("GET")
                                .requestParameters(
                                        Map.of(
                                                "integration.request.path.key",
                                                "method.request.querystring.key")));

        assertThat(call("?key=a%2520b").statusCode()).isEqualTo(403);
        allow("s3:GetObject", "arn:aws:s3:::pictures/*");
        assertThat(call("?key=a%2520b").body()).isEqualTo("hello");
    }

    /** A role that may tag a bucket may not say that a stack made it. */
    @Test
    void aBucketsTagsOfTheSystemAreNoIntegrations() throws Exception {
        try (S3Client s3 = live.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(of -> of.bucket("pictures"));
            allow("s3:PutBucketTagging", "arn:aws:s3:::pictures");
            tagPictures("aws:cloudformation:stack-name");
            assertThat(call("").body()).contains("InvalidTag");
            assertThatThrownBy(() -> s3.getBucketTagging(of -> of.bucket("pictures")))
                    .hasMessageContaining("TagSet");
            tagPictures("own");
            assertThat(call("").statusCode()).isEqualTo(200);
            assertThat(s3.getBucketTagging(of -> of.bucket("pictures")).tagSet())
                    .extracting(tag -> tag.key())
                    .containsExactly("own");
        }
    }

    private void tagPictures(String key) {
        String tagging =
                "<Tagging><TagSet><Tag><Key>%s</Key><Value>x</Value></Tag></TagSet></Tagging>";
        integrate(
                "s3:path/pictures?tagging",
                of ->
                        of.integrationHttpMethod("PUT")
                                .requestTemplates(
                                        Map.of("application/json", tagging.formatted(key))));
    }

    @Test
    void rejectsWhatIsServedNowhere() {
        assertThatThrownBy(() -> integrate("kinesis:action/PutRecord", of -> {}))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("--with kinesis");
        assertThatThrownBy(() -> integrate("sqs:path/q", of -> of.credentials(null)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Role ARN must be specified for AWS integrations");
        assertThatThrownBy(() -> integrate("x.appsync-api:path/graphql", of -> {}))
                .isInstanceOf(BadRequestException.class);
    }

    private void allow(String action, String resource) {
        try (IamClient iam = live.client(IamClient.builder())) {
            iam.putRolePolicy(
                    of ->
                            of.roleName("gateway")
                                    .policyName("calls")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": [{"Effect":
                                             "Allow", "Action": "%s", "Resource": "%s"}]}
                                            """
                                                    .formatted(action, resource)));
        }
    }

    private void integrate(String target, Consumer<PutIntegrationRequest.Builder> change) {
        rest.putIntegration(
                of ->
                        change.accept(
                                of.restApiId(api)
                                        .resourceId(root)
                                        .httpMethod("ANY")
                                        .type(IntegrationType.AWS)
                                        .integrationHttpMethod("POST")
                                        .credentials(role)
                                        .uri("arn:aws:apigateway:us-east-1:" + target)));
        rest.putIntegrationResponse(
                of -> of.restApiId(api).resourceId(root).httpMethod("ANY").statusCode("200"));
        rest.putIntegrationResponse(
                of ->
                        of.restApiId(api)
                                .resourceId(root)
                                .httpMethod("ANY")
                                .statusCode("403")
                                .selectionPattern("403"));
        rest.createDeployment(of -> of.restApiId(api).stageName("v1"));
    }

    private HttpResponse<String> call(String query) throws Exception {
        return live.http("GET", "/_aws/execute-api/" + api + "/v1/" + query);
    }
}
