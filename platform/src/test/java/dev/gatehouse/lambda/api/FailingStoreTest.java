package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.code.Zips;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;

/** What becomes of changes whose end the database does not take: a trigger in it rejects them. */
@Tag("sandbox")
class FailingStoreTest {
    private static final String REJECT =
            "CREATE TRIGGER reject_%1$s BEFORE %1$s ON documents"
                    + " WHEN NEW.body LIKE '%%\"progress\":\"READY\"%%'"
                    + " BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END";

    @TempDir private Path folder;

    @Test
    void updatesEndOnceTheStoreIsBack() throws SQLException {
        try (LambdaNode node = new LambdaNode(folder, (_, _) -> {});
                LambdaClient client = node.client()) {
            create(client);
            failing(true);
            update(client);
            assertThat(status(client)).isEqualTo(LastUpdateStatus.IN_PROGRESS);
            failing(false);
            assertThat(LambdaNode.ready(client, "f").memorySize()).isEqualTo(256);
            assertThat(memoryInForce(node)).isEqualTo(256);
        }
    }

    @Test
    void updatesThatANodeCouldNotEndAreEndedByTheNextOne() throws SQLException {
        try (LambdaNode node = new LambdaNode(folder, (_, _) -> {});
                LambdaClient client = node.client()) {
            create(client);
            failing(true);
            update(client);
            client.updateFunctionCode(
                    r -> r.functionName("g").zipFile(code("return 2")).publish(true));
        }
        failing(false);
        try (LambdaNode node = new LambdaNode(folder, (_, _) -> {});
                LambdaClient client = node.client()) {
            assertThat(LambdaNode.ready(client, "f").memorySize()).isEqualTo(256);
            assertThat(memoryInForce(node)).isEqualTo(256);
            LambdaNode.ready(client, "g");
            assertThat(
                            client.getFunctionConfiguration(r -> r.functionName("g").qualifier("1"))
                                    .state())
                    .isEqualTo(State.ACTIVE);
        }
    }

    private static void create(LambdaClient client) {
        for (String name : new String[] {"f", "g"}) {
            client.createFunction(
                    r ->
                            r.functionName(name)
                                    .runtime("python3.13")
                                    .handler("app.handler")
                                    .role(LambdaNode.ROLE)
                                    .code(c -> c.zipFile(code("return 1"))));
            LambdaNode.ready(client, name);
        }
    }

    private static SdkBytes code(String body) {
        return SdkBytes.fromByteArray(Zips.of("app.py", "def handler(e, c): " + body));
    }

    private static void update(LambdaClient client) {
        client.updateFunctionConfiguration(r -> r.functionName("f").memorySize(256));
    }

    private static LastUpdateStatus status(LambdaClient client) {
        return client.getFunctionConfiguration(r -> r.functionName("f")).lastUpdateStatus();
    }

    private static int memoryInForce(LambdaNode node) {
        Arn arn = Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:f").orElseThrow();
        return Objects.requireNonNull(
                        node.catalog().find(arn).orElseThrow().versions().get("$LATEST"))
                .resources()
                .memoryMb();
    }

    private void failing(boolean wanted) throws SQLException {
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                Statement statement = database.createStatement()) {
            for (String event : new String[] {"insert", "update"}) {
                statement.execute(
                        wanted ? REJECT.formatted(event) : "DROP TRIGGER reject_" + event);
            }
        }
    }
}
