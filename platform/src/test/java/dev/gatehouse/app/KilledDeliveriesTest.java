package dev.gatehouse.app;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** A node is killed while events run and their records are on their way: none is missing. */
@Tag("node")
final class KilledDeliveriesTest {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:records";
    private static final int EVENTS = 40;

    @Test
    void everyAcceptedEventsRecordArrives(@TempDir Path data) throws Exception {
        try (Neighbour neighbour = new Neighbour()) {
            String endpoint = "endpoint.sqs=" + neighbour.endpoint();
            List<String> ids = new ArrayList<>();
            try (DoomedNode doomed = DoomedNode.start(data, List.of(), endpoint);
                    LambdaClient lambda = doomed.node().lambda()) {
                configure(doomed.node(), lambda);
                for (int i = 0; i < EVENTS; i++) {
                    ids.add(send(lambda));
                }
                doomed.killAfter(() -> neighbour.taken().size() >= 5);
            }
            Map<String, String> settings =
                    Map.of(
                            "data",
                            data.toString(),
                            "port",
                            "0",
                            "sandbox",
                            DoomedNode.SANDBOX,
                            "endpoint.sqs",
                            neighbour.endpoint());
            try (Node next = LiveNode.start(Config.of(new Settings(settings)))) {
                for (String id : ids) {
                    Eventually.holds(
                            () -> neighbour.taken().stream().anyMatch(each -> each.contains(id)));
                }
            }
        }
    }

    private static void configure(LiveNode node, LambdaClient lambda) {
        String role = node.role("records");
        try (IamClient iam = node.client(IamClient.builder())) {
            iam.attachRolePolicy(
                    r ->
                            r.roleName("records")
                                    .policyArn("arn:aws:iam::aws:policy/AmazonSQSFullAccess"));
        }
        node.python(lambda, "f", role, "def handler(event, context): return 1");
        lambda.putFunctionEventInvokeConfig(
                r ->
                        r.functionName("f")
                                .destinationConfig(d -> d.onSuccess(s -> s.destination(QUEUE))));
    }

    private static String send(LambdaClient lambda) {
        return lambda.invoke(
                        r ->
                                r.functionName("f")
                                        .invocationType(InvocationType.EVENT)
                                        .payload(SdkBytes.fromUtf8String("{}")))
                .responseMetadata()
                .requestId();
    }
}
