package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigResponse;

/** What the operations of function URLs say, as AWS does. */
@Tag("node")
final class FunctionUrlConfigsTest {
    @TempDir static Path data;
    private static Node node;
    private static LambdaClient lambda;
    private static String role;

    @BeforeAll
    static void start() {
        node = LiveNode.start(data);
        lambda = LiveNode.of(node).lambda();
        role = LiveNode.of(node).role("urls");
    }

    @AfterAll
    static void stop() {
        lambda.close();
        node.close();
    }

    @Test
    void configurationsAreShownAsRecorded() {
        CreateFunctionUrlConfigResponse created =
                lambda.createFunctionUrlConfig(
                        r ->
                                r.functionName(configured())
                                        .authType(FunctionUrlAuthType.NONE)
                                        .cors(c -> c.allowOrigins("*").maxAge(5)));
        assertThat(created.functionUrl())
                .matches("https://[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.on\\.aws/");
        assertThat(created.invokeMode()).isNull();
        assertThat(created.cors().allowMethods()).isEmpty();
        assertThatThrownBy(
                        () ->
                                lambda.createFunctionUrlConfig(
                                        r ->
                                                r.functionName("configured")
                                                        .authType(FunctionUrlAuthType.NONE)))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining(
                        "Failed to create function url config for [functionArn ="
                                + " arn:aws:lambda:us-east-1:000000000000:function:configured]."
                                + " Error message:  FunctionUrlConfig exists for this Lambda"
                                + " function");
        GetFunctionUrlConfigResponse shown =
                lambda.getFunctionUrlConfig(r -> r.functionName("configured"));
        assertThat(shown.invokeMode()).isEqualTo(InvokeMode.BUFFERED);
        assertThat(shown.lastModifiedTime()).isEqualTo(shown.creationTime());
        UpdateFunctionUrlConfigResponse updated =
                lambda.updateFunctionUrlConfig(r -> r.functionName("configured").cors(c -> {}));
        assertThat(updated.cors()).isNull();
        assertThat(updated.functionUrl()).isEqualTo(created.functionUrl());

        assertThatThrownBy(
                        () ->
                                lambda.createFunctionUrlConfig(
                                        r ->
                                                r.functionName("none")
                                                        .authType(FunctionUrlAuthType.NONE)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function does not exist");
        assertThatThrownBy(
                        () ->
                                lambda.getFunctionUrlConfig(
                                        r -> r.functionName("configured").qualifier("gone")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The resource you requested does not exist.");
        lambda.deleteFunction(r -> r.functionName("configured"));
        configured();
        assertThat(
                        lambda.listFunctionUrlConfigs(r -> r.functionName("configured"))
                                .functionUrlConfigs())
                .isEmpty();
    }

    private static String configured() {
        LiveNode.of(node)
                .python(lambda, "configured", role, "def handler(event, context): return event\n");
        return "configured";
    }
}
