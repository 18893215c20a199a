package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FileSystemConfig;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;

/** File systems of functions: folders of this machine that a setting names for access points. */
@Tag("sandbox")
class FileSystemTest {
    private static final int OWNER = 12_345;
    private static final String POINT =
            "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0";
    private static final String CODE =
            """
            import os
            def handler(event, context):
                path = "/mnt/shared/" + event["file"]
                if "text" in event:
                    with open(path, "w") as file: file.write(event["text"])
                with open(path) as file: return file.read()
            """;

    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Reads:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: reads
                  Runtime: python3.11
                  Handler: index.handler
                  InlineCode: |
                    def handler(event, context): return open("/mnt/%s/kept").read()
                  VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}
                  FileSystemConfigs: [{Arn: %s, LocalMountPath: /mnt/%s}]
            """;

    @TempDir static Path data;
    @TempDir static Path shared;
    private static Node node;
    private static LiveNode live;
    private static LambdaClient lambda;
    private static String role;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings =
                Map.of(
                        "data",
                        data.toString(),
                        "port",
                        "0",
                        "file-system." + POINT.replace("0123456789abcdef0", "*"),
                        shared.toString());
        node = LiveNode.start(Config.of(new Settings(settings)));
        live = LiveNode.of(node);
        lambda = live.lambda();
        role = live.role("files");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwx------"));
        if (node.sandbox().level() == SandboxLevel.NAMESPACES_ROOT) {
            Files.setAttribute(shared, "unix:uid", OWNER);
            Files.setAttribute(shared, "unix:gid", OWNER);
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static CreateFunctionRequest.Builder request(String name, String point) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .runtime("python3.11")
                .handler("app.handler")
                .role(role)
                .timeout(20)
                .code(c -> c.zipFile(LiveNode.zip(CODE)))
                .fileSystemConfigs(
                        FileSystemConfig.builder()
                                .arn(point)
                                .localMountPath("/mnt/shared")
                                .build());
    }

    private static void create(CreateFunctionRequest.Builder request) {
        String name = request.build().functionName();
        lambda.createFunction(
                request.vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds("sg-1")).build());
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    }

    private static void requireNamespaces() {
        Assumptions.assumeTrue(node.sandbox().level() != SandboxLevel.PROCESS);
    }

    @Test
    void functionsReadAndWriteTheFolderAsItsOwner() throws IOException {
        requireNamespaces();
        Files.writeString(shared.resolve("mine"), "from the host");
        create(request("writes", POINT));
        create(request("other", POINT));
        assertThat(lambda.getFunctionConfiguration(r -> r.functionName("writes")))
                .satisfies(
                        told ->
                                assertThat(told.fileSystemConfigs())
                                        .containsExactly(
                                                FileSystemConfig.builder()
                                                        .arn(POINT)
                                                        .localMountPath("/mnt/shared")
                                                        .build()));

        String written =
                LiveNode.invoke(lambda, "writes", "{\"file\": \"note\", \"text\": \"hello\"}");

        assertThat(written).isEqualTo("\"hello\"");
        assertThat(shared.resolve("note")).hasContent("hello");
        assertThat(Files.getAttribute(shared.resolve("note"), "unix:uid"))
                .isEqualTo(Files.getAttribute(shared, "unix:uid"));
        assertThat(LiveNode.invoke(lambda, "other", "{\"file\": \"note\"}")).isEqualTo("\"hello\"");
    }

    @Test
    void aFunctionOfNoVpcIsRejected() {
        assertThatThrownBy(() -> lambda.createFunction(request("alone", POINT).build()))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(
                        "Function must be configured to execute in a VPC to reference access point "
                                + POINT);
    }

    @Test
    void anAccessPointWithoutAFolderIsRejectedByName() {
        String unknown = POINT.replace("us-east-1", "eu-west-1");
        assertThatThrownBy(() -> create(request("unknown", unknown)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("--set file-system." + unknown + "=FOLDER");
    }

    @Test
    void templatesMountChangeAndUnmount() throws IOException {
        requireNamespaces();
        Files.writeString(shared.resolve("kept"), "kept");
        if (node.sandbox().level() == SandboxLevel.NAMESPACES_ROOT) {
            Files.setAttribute(shared.resolve("kept"), "unix:uid", OWNER);
        }
        LiveStacks stacks = LiveStacks.of(live);
        stacks.created("files", TEMPLATE.formatted("one", POINT, "one"));
        assertThat(LiveNode.invoke(lambda, "reads", "{}")).isEqualTo("\"kept\"");
        stacks.updated("files", TEMPLATE.formatted("two", POINT, "two"));
        assertThat(LiveNode.invoke(lambda, "reads", "{}")).isEqualTo("\"kept\"");
        String without = TEMPLATE.formatted("two", POINT, "two").replaceAll(" +File.*\n", "");
        stacks.updated("files", without);
        assertThat(LiveNode.invoke(lambda, "reads", "{}")).contains("FileNotFoundError");
        stacks.deleted("files");
    }
}
