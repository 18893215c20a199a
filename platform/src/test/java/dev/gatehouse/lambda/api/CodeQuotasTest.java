package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.code.CodeLimits;
import dev.gatehouse.lambda.code.Zips;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CodeStorageExceededException;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** The room that packages may take, on a node with quotas that small packages reach. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("sandbox")
class CodeQuotasTest {
    private static final int UNZIPPED = 10_000;
    private static final byte[] SMALL = zip(3_000);
    private static final byte[] LARGE = zip(6_000);

    private final LambdaNode node;

    CodeQuotasTest(@TempDir Path folder) {
        this.node =
                new LambdaNode(
                        folder,
                        (_, _) -> {},
                        new CodeLimits(52_428_800, UNZIPPED, 100),
                        new LambdaQuotas(1000, 100, 4L * SMALL.length, false));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void aRequestLongerThanAwsTakesIsRejectedByItsOperation() {
        try (LambdaClient client = node.client("222222222222")) {
            SdkBytes package53Mb = SdkBytes.fromByteArrayUnsafe(new byte[53 << 20]);
            assertThatThrownBy(
                            () ->
                                    client.createFunction(
                                            r ->
                                                    r.functionName("f")
                                                            .runtime("python3.12")
                                                            .handler("a.b")
                                                            .role(
                                                                    "arn:aws:iam::222222222222:role/r")
                                                            .code(c -> c.zipFile(package53Mb))))
                    .isInstanceOfSatisfying(
                            LambdaException.class,
                            rejection ->
                                    assertThat(rejection.awsErrorDetails().errorCode())
                                            .isEqualTo("RequestEntityTooLargeException"))
                    .hasMessageContaining(
                            "Request must be smaller than 70167211 bytes for the CreateFunction"
                                    + " operation");
        }
    }

    @Test
    void functionsFitWithTheirLayers() {
        try (LambdaClient client = node.client("111111111111")) {
            String layer = layer(client, "layer", LARGE);
            rejectedWithLayers(() -> create(client, "f", LARGE, layer), 12_000);
            assertThat(client.listFunctions().functions()).isEmpty();
            create(client, "f", SMALL, layer);
            LambdaNode.ready(client, "f");
            rejectedWithLayers(
                    () -> client.updateFunctionCode(r -> r.functionName("f").zipFile(bytes(LARGE))),
                    12_000);
            String another = layer(client, "another", SMALL);
            rejectedWithLayers(
                    () ->
                            client.updateFunctionConfiguration(
                                    r -> r.functionName("f").layers(layer, another)),
                    12_000);
            client.updateFunctionConfiguration(r -> r.functionName("f").layers(another));
            LambdaNode.ready(client, "f");
            client.updateFunctionCode(r -> r.functionName("f").zipFile(bytes(LARGE)));
            LambdaNode.ready(client, "f");
        }
    }

    private static void rejectedWithLayers(Runnable call, int bytes) {
        assertThatThrownBy(call::run)
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(
                        "Function code combined with layers exceeds the maximum allowed size of"
                                + " 10000 bytes. The actual size is "
                                + bytes
                                + " bytes.");
    }

    @Test
    void functionsHaveAtMostFiveLayers() {
        try (LambdaClient client = node.client("222222222222")) {
            String[] six = new String[6];
            for (int i = 0; i < six.length; i++) {
                six[i] = "arn:aws:lambda:us-east-1:222222222222:layer:layer" + i + ":1";
            }
            assertThatThrownBy(() -> create(client, "f", SMALL, six))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("Cannot reference more than 5 layers.");
        }
    }

    @Test
    void accountsStoreSoMuchCodeAndNoMore() {
        try (LambdaClient client = node.client("333333333333");
                LambdaClient other = node.client("444444444444")) {
            create(client, "f", SMALL);
            LambdaNode.ready(client, "f");
            client.publishVersion(r -> r.functionName("f"));
            layer(client, "layer", SMALL);
            create(client, "g", SMALL);
            LambdaNode.ready(client, "g");
            assertThat(used(client)).isEqualTo(4L * SMALL.length);
            exceeded(() -> create(client, "h", SMALL));
            exceeded(() -> layer(client, "layer", SMALL));
            exceeded(() -> client.publishVersion(r -> r.functionName("g")));
            exceeded(
                    () ->
                            client.updateFunctionCode(
                                    r -> r.functionName("g").zipFile(bytes(SMALL)).publish(true)));
            assertThat(used(client)).isEqualTo(4L * SMALL.length);
            client.publishVersion(r -> r.functionName("f")); // the same again takes nothing
            client.updateFunctionCode(r -> r.functionName("g").zipFile(bytes(SMALL)));
            create(other, "f", SMALL);
            client.deleteFunction(r -> r.functionName("f"));
            create(client, "h", SMALL);
            assertThat(used(client)).isEqualTo(3L * SMALL.length);
        }
    }

    private static void exceeded(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(CodeStorageExceededException.class)
                .hasMessageContaining("Code storage limit exceeded.");
    }

    private static long used(LambdaClient client) {
        return client.getAccountSettings().accountUsage().totalCodeSize();
    }

    private static void create(LambdaClient client, String name, byte[] code, String... layers) {
        client.createFunction(
                r ->
                        r.functionName(name)
                                .runtime("python3.13")
                                .handler("app.handler")
                                .role(LambdaNode.roleOf(client))
                                .layers(layers)
                                .code(c -> c.zipFile(bytes(code))));
    }

    private static String layer(LambdaClient client, String name, byte[] code) {
        return client.publishLayerVersion(
                        r -> r.layerName(name).content(c -> c.zipFile(bytes(code))))
                .layerVersionArn();
    }

    private static SdkBytes bytes(byte[] code) {
        return SdkBytes.fromByteArray(code);
    }

    private static byte[] zip(int size) {
        return Zips.of("app.py", "#".repeat(size));
    }
}
