package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.s3.S3Client;

/** Packages in the S3 of another server; here that of another node. */
@Tag("node")
class RemoteObjectsTest {
    @TempDir static Path folder = Path.of("");
    private static Node objects;
    private static Node functions;
    private static LambdaClient lambda;
    private static String role;

    @BeforeAll
    static void start() {
        objects = node("objects", Map.of());
        String endpoint = "http://127.0.0.1:" + objects.port();
        functions = node("functions", Map.of("endpoint.s3", endpoint));
        role = LiveNode.of(functions).role("packaged");
        lambda = LiveNode.of(functions).client(LambdaClient.builder());
    }

    @AfterAll
    static void stop() {
        lambda.close();
        functions.close();
        objects.close();
    }

    private static Node node(String name, Map<String, String> more) {
        Settings settings =
                new Settings(
                        Map.of(
                                "data",
                                folder.resolve(name).toString(),
                                "port",
                                "0",
                                "sandbox",
                                "process-as-root"));
        return LiveNode.start(Config.of(settings.with(more)));
    }

    @Test
    void aFunctionsPackageIsTakenFromThere() {
        byte[] zip = LiveNode.zip("def handler(event, context): pass").asByteArray();
        try (S3Client s3 = LiveNode.of(objects).client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(r -> r.bucket("packages"));
            s3.putObject(r -> r.bucket("packages").key("a b/code.zip"), RequestBody.fromBytes(zip));
        }

        assertThat(create("taken", "a b/code.zip").codeSize()).isEqualTo(zip.length);
    }

    @Test
    void whatIsNotThereIsRejectedInTheWordsOfThatS3() {
        assertThatThrownBy(() -> create("missing", "none.zip"))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(
                        "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error"
                                + " Message: The specified bucket does not exist");
    }

    private static CreateFunctionResponse create(String name, String key) {
        String bucket = name.equals("missing") ? "nowhere" : "packages";
        return lambda.createFunction(
                r ->
                        r.functionName(name)
                                .runtime(Runtime.PYTHON3_11)
                                .handler("app.handler")
                                .role(role)
                                .code(c -> c.s3Bucket(bucket).s3Key(key)));
    }
}
