package dev.gatehouse.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A node whose function tells a queue what it got, and the queue. */
final class SeenCalls implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String ACCOUNT = "000000000000";
    static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:seen";
    static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:told";
    static final String CODE = "def handler(event, context): return 1\n";
    final Path data;
    final Neighbour neighbour;
    final Node started;
    final LiveNode node;
    final LambdaClient lambda;
    final S3Client s3;
    final String function;

    SeenCalls(Path data) throws Exception {
        this.data = data;
        neighbour = new Neighbour();
        started =
                LiveNode.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data", data.toString(),
                                                "port", "0",
                                                "endpoint.sqs", neighbour.endpoint(),
                                                "endpoint.sns", neighbour.endpoint()))));
        node = LiveNode.of(started);
        lambda = node.lambda();
        s3 = node.client(S3Client.builder().forcePathStyle(true));
        String role = node.role("seen");
        try (IamClient iam = node.client(IamClient.builder())) {
            iam.putRolePolicy(
                    r ->
                            r.roleName("seen")
                                    .policyName("send")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": [{"Effect":
                                             "Allow", "Action": "sqs:SendMessage",
                                             "Resource": "*"}]}
                                            """));
        }
        function = node.python(lambda, "seen", role, CODE).functionArn();
        lambda.putFunctionEventInvokeConfig(
                r ->
                        r.functionName("seen")
                                .destinationConfig(
                                        d ->
                                                d.onSuccess(s -> s.destination(QUEUE))
                                                        .onFailure(f -> f.destination(QUEUE))));
    }

    @Override
    public void close() {
        s3.close();
        lambda.close();
        started.close();
        neighbour.close();
    }

    void allow(String statement, String principal, String source) {
        lambda.addPermission(
                r ->
                        r.functionName("seen")
                                .statementId(statement)
                                .action("lambda:InvokeFunction")
                                .principal(principal)
                                .sourceArn(source)
                                .sourceAccount(ACCOUNT));
    }

    static JsonNode payload(String message) {
        return sent(message).path("requestPayload");
    }

    /** The record that a message is. */
    static JsonNode sent(String message) {
        try {
            String body =
                    JSON.readTree(message.substring(message.indexOf(' ')))
                            .path("MessageBody")
                            .asText();
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
