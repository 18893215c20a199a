package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;

/** An update that takes its time, as on AWS, shows which scripts forget to wait for its end. */
@Tag("node")
class UpdateDelayTest {
    private static final String CODE = "def handler(event, context): return 1\n";

    @Test
    void aChangeRightBehindAnUpdateMeetsAConflict(@TempDir Path data) {
        Settings settings =
                new Settings(Map.of("data", data.toString(), "port", "0", "update-delay", "1h"));
        try (Node started = LiveNode.start(Config.of(settings))) {
            LiveNode node = LiveNode.of(started);
            LambdaClient lambda = node.lambda();
            node.python(lambda, "slow", node.role("slow-role"), CODE);

            lambda.updateFunctionCode(
                    r -> r.functionName("slow").zipFile(LiveNode.zip(CODE + "# newer")));

            assertThat(lambda.getFunctionConfiguration(r -> r.functionName("slow")))
                    .extracting(each -> each.lastUpdateStatus())
                    .isEqualTo(LastUpdateStatus.IN_PROGRESS);
            assertThatThrownBy(
                            () ->
                                    lambda.updateFunctionConfiguration(
                                            r -> r.functionName("slow").timeout(5)))
                    .isInstanceOf(ResourceConflictException.class);
        }
    }
}
