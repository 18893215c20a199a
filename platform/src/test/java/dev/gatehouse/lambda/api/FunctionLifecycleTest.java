package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("sandbox")
class FunctionLifecycleTest {
    private static final byte[] CODE = Zips.of("app.py", "def handler(e, c): return e");

    private final Path folder;
    private final LambdaNode node;
    private final LambdaClient client;

    FunctionLifecycleTest(@TempDir Path folder) {
        this.folder = folder;
        this.node = new LambdaNode(folder.resolve("node"), (_, _) -> {});
        this.client = node.client();
    }

    @AfterAll
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void createdFunctionsShowEveryDefaultAndArePending() {
        CreateFunctionResponse made = client.createFunction(request("defaults").build());
        assertThat(made.functionArn())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:defaults");
        assertThat(made.state()).isEqualTo(State.PENDING);
        assertThat(made.stateReason()).isEqualTo("The function is being created.");
        assertThat(made.stateReasonCodeAsString()).isEqualTo("Creating");
        assertThat(made.lastUpdateStatus()).isNull();
        assertThat(made.memorySize()).isEqualTo(128);
        assertThat(made.timeout()).isEqualTo(3);
        assertThat(made.ephemeralStorage().size()).isEqualTo(512);
        assertThat(made.packageType()).isEqualTo(PackageType.ZIP);
        assertThat(made.architecturesAsStrings()).containsExactly("x86_64");
        assertThat(made.tracingConfig().mode()).isEqualTo(TracingMode.PASS_THROUGH);
        assertThat(made.snapStart().applyOnAsString()).isEqualTo("None");
        assertThat(made.snapStart().optimizationStatusAsString()).isEqualTo("Off");
        assertThat(made.loggingConfig().logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(made.loggingConfig().logGroup()).isEqualTo("/aws/lambda/defaults");
        assertThat(made.runtimeVersionConfig().runtimeVersionArn())
                .startsWith("arn:aws:lambda:us-east-1::runtime:");
        assertThat(made.version()).isEqualTo("$LATEST");
        assertThat(made.description()).isEmpty();
        assertThat(made.environment()).isNull();
        assertThat(made.codeSize()).isEqualTo(CODE.length);
        assertThat(made.lastModified())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
        ready("defaults");
    }

    @Test
    void createdFunctionsAreActiveAtTheFirstLook() {
        client.createFunction(request("quick").publish(true).build());
        assertThat(client.getFunctionConfiguration(r -> r.functionName("quick")).state())
                .isEqualTo(State.ACTIVE);
        assertThat(latest("quick").state()).isEqualTo(FunctionState.ACTIVE);
        assertThat(
                        client.getFunctionConfiguration(r -> r.functionName("quick").qualifier("1"))
                                .state())
                .isEqualTo(State.ACTIVE);
    }

    @Test
    void createdFunctionsBecomeActiveAndReachTheDataPlane() {
        client.createFunction(
                request("plan")
                        .environment(e -> e.variables(Map.of("STAGE", "test")))
                        .memorySize(512)
                        .build());
        client.waiter().waitUntilFunctionActiveV2(r -> r.functionName("plan"));
        GetFunctionConfigurationResponse active = ready("plan");
        assertThat(active.lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        FunctionVersion version = latest("plan");
        assertThat(version.state()).isEqualTo(FunctionState.ACTIVE);
        assertThat(version.resources().memoryMb()).isEqualTo(512);
        assertThat(version.launch().environment()).containsEntry("STAGE", "test");
        assertThat(version.code().root().resolve("app.py")).isRegularFile();
    }

    @Test
    void codeLocationsDownloadThePackage() throws IOException, InterruptedException {
        client.createFunction(request("download").build());
        GetFunctionResponse function = client.getFunction(r -> r.functionName("download"));
        assertThat(function.code().repositoryType()).isEqualTo("S3");
        URI location = URI.create(function.code().location());
        assertThat(download(location).body()).isEqualTo(CODE);
        URI forged =
                URI.create(function.code().location().replaceAll("Signature=.", "Signature=_"));
        assertThat(download(forged).statusCode()).isEqualTo(403);
    }

    @Test
    void aDamagedPackageIsNotDownloaded() throws IOException, InterruptedException {
        byte[] code = Zips.of("app.py", "damaged");
        client.createFunction(
                request("damaged").code(c -> c.zipFile(SdkBytes.fromByteArray(code))).build());
        String url = client.getFunction(r -> r.functionName("damaged")).code().location();
        BlobKey key = node.packages().take(code).key();
        byte[] other = code.clone();
        other[other.length / 2] ^= 1;
        Files.write(node.packages().archive(key), other);

        HttpResponse<byte[]> response = download(URI.create(url));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .contains("The package is damaged or gone");
    }

    @Test
    void updatesChangeWhatTheyNameAndKeepTheRest() {
        client.createFunction(request("update").timeout(9).build());
        ready("update");
        String before = latest("update").revision();
        UpdateFunctionConfigurationResponse updating =
                client.updateFunctionConfiguration(
                        r -> r.functionName("update").memorySize(256).description("new"));
        assertThat(updating.lastUpdateStatus()).isEqualTo(LastUpdateStatus.IN_PROGRESS);
        assertThat(updating.state()).isEqualTo(State.ACTIVE);
        assertThat(updating.timeout()).isEqualTo(9);
        GetFunctionConfigurationResponse updated = ready("update");
        assertThat(updated.memorySize()).isEqualTo(256);
        assertThat(updated.description()).isEqualTo("new");
        assertThat(latest("update").revision()).isNotEqualTo(before);
        byte[] other = Zips.of("app.py", "def handler(e, c): return 2");
        client.updateFunctionCode(
                r -> r.functionName("update").zipFile(SdkBytes.fromByteArray(other)));
        assertThat(ready("update").codeSize()).isEqualTo(other.length);
        assertThat(latest("update").code().root().resolve("app.py"))
                .hasContent("def handler(e, c): return 2");
    }

    @Test
    void updatesAreInForceWhenTheyAreReadAsSuccessful() {
        client.createFunction(request("forced").build());
        ready("forced");
        for (int memory = 200; memory < 250; memory++) {
            int wanted = memory;
            client.updateFunctionConfiguration(r -> r.functionName("forced").memorySize(wanted));
            ready("forced");
            assertThat(latest("forced").resources().memoryMb()).isEqualTo(wanted);
        }
    }

    @Test
    void tagsChangeTheRevisionAndKeepEnvironments() {
        client.createFunction(request("tagged").tags(Map.of("a", "1")).build());
        GetFunctionConfigurationResponse before = ready("tagged");
        String environments = latest("tagged").revision();
        client.tagResource(r -> r.resource(before.functionArn()).tags(Map.of("b", "2")));
        client.untagResource(r -> r.resource(before.functionArn()).tagKeys("a"));
        assertThat(client.listTags(r -> r.resource(before.functionArn())).tags())
                .isEqualTo(Map.of("b", "2"));
        assertThat(ready("tagged").revisionId()).isNotEqualTo(before.revisionId());
        assertThat(latest("tagged").revision()).isEqualTo(environments);
    }

    @Test
    void dryRunsChangeNothing() {
        client.createFunction(request("dry").build());
        String sha = ready("dry").codeSha256();
        byte[] other = Zips.of("other.py", "");
        assertThat(
                        client.updateFunctionCode(
                                        r ->
                                                r.functionName("dry")
                                                        .zipFile(SdkBytes.fromByteArray(other))
                                                        .dryRun(true))
                                .codeSha256())
                .isNotEqualTo(sha);
        assertThat(ready("dry").codeSha256()).isEqualTo(sha);
    }

    @Test
    void updatesOfAnOldRevisionAreRejected() {
        client.createFunction(request("revision").build());
        ready("revision");
        assertThatThrownBy(
                        () ->
                                client.updateFunctionConfiguration(
                                        r ->
                                                r.functionName("revision")
                                                        .revisionId("old")
                                                        .memorySize(256)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(
                        "The Revision Id provided does not match the latest Revision Id. Call the"
                                + " GetFunction/GetAlias API to retrieve the latest Revision Id");
    }

    @Test
    void namesAreTakenOnce() {
        client.createFunction(request("twice").build());
        assertThatThrownBy(() -> client.createFunction(request("twice").build()))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Function already exist: twice");
    }

    @Test
    void functionsAreFoundByEveryFormOfTheirName() {
        client.createFunction(request("forms").build());
        for (String form :
                List.of(
                        "forms",
                        "function:forms",
                        "000000000000:function:forms",
                        "arn:aws:lambda:us-east-1:000000000000:function:forms",
                        "arn:aws:lambda:us-east-1:000000000000:function:forms:$LATEST")) {
            assertThat(client.getFunction(r -> r.functionName(form)).configuration().functionName())
                    .isEqualTo("forms");
        }
        assertThatThrownBy(() -> client.getFunction(r -> r.functionName("forms:1").qualifier("2")))
                .hasMessageContaining(
                        "The derived qualifier from the function name does not match");
        assertThatThrownBy(
                        () ->
                                client.getFunction(
                                        r ->
                                                r.functionName(
                                                        "arn:aws:lambda:eu-west-1:000000000000"
                                                                + ":function:forms")))
                .hasMessageContaining(
                        "Functions from 'eu-west-1' are not reachable in this region"
                                + " ('us-east-1')");
    }

    @Test
    void deletedFunctionsAreGoneEverywhere() {
        client.createFunction(request("gone").build());
        ready("gone");
        client.publishVersion(r -> r.functionName("gone"));
        client.deleteFunction(r -> r.functionName("gone"));
        assertThatThrownBy(() -> client.getFunction(r -> r.functionName("gone")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Function not found:"
                                + " arn:aws:lambda:us-east-1:000000000000:function:gone");
        assertThat(node.catalog().find(arn("gone"))).isEmpty();
        client.createFunction(request("gone").build());
        assertThat(client.listVersionsByFunction(r -> r.functionName("gone")).versions())
                .extracting(FunctionConfiguration::version)
                .containsExactly("$LATEST");
    }

    @Test
    void packagesComeFromObjectsToo() {
        node.putObject("bucket/app.zip", CODE);
        client.createFunction(
                request("from-s3").code(c -> c.s3Bucket("bucket").s3Key("app.zip")).build());
        assertThat(ready("from-s3").codeSize()).isEqualTo(CODE.length);
        assertThatThrownBy(
                        () ->
                                client.createFunction(
                                        request("missing")
                                                .code(c -> c.s3Bucket("bucket").s3Key("none"))
                                                .build()))
                .hasMessageContaining(
                        "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error"
                                + " Message: The specified key does not exist.");
    }

    @Test
    void nodesFindTheirFunctionsAgain() throws IOException {
        Path data = folder.resolve("again");
        try (LambdaNode first = new LambdaNode(data, (_, _) -> {});
                LambdaClient sdk = first.client()) {
            sdk.createFunction(request("kept").build());
            LambdaNode.ready(sdk, "kept");
            sdk.publishVersion(r -> r.functionName("kept"));
            sdk.createAlias(r -> r.functionName("kept").name("live").functionVersion("1"));
        }
        try (LambdaNode second = new LambdaNode(data, (_, _) -> {})) {
            FunctionPlan plan = second.catalog().find(arn("kept")).orElseThrow();
            assertThat(plan.versions()).containsOnlyKeys("$LATEST", "1");
            assertThat(plan.aliases().get("live").version()).isEqualTo("1");
            assertThat(plan.versions().get("1").state()).isEqualTo(FunctionState.ACTIVE);
        }
    }

    @Test
    void aFunctionWhosePackageBrokeCanBeGivenAnother() throws IOException {
        byte[] code = Zips.of("app.py", "breaks");
        client.createFunction(
                request("broken").code(c -> c.zipFile(SdkBytes.fromByteArray(code))).build());
        ready("broken");
        BlobKey key = node.packages().take(code).key();
        FileTrees.delete(node.packages().tree(key));
        Files.write(node.packages().archive(key), Zips.of("../outside", "bad"));
        client.updateFunctionConfiguration(r -> r.functionName("broken").memorySize(256));
        assertThat(updated("broken")).isEqualTo(LastUpdateStatus.FAILED);
        client.updateFunctionCode(
                r -> r.functionName("broken").zipFile(SdkBytes.fromByteArray(CODE)));
        assertThat(updated("broken")).isEqualTo(LastUpdateStatus.SUCCESSFUL);
    }

    private LastUpdateStatus updated(String name) {
        return Eventually.value(
                () -> client.getFunctionConfiguration(r -> r.functionName(name)).lastUpdateStatus(),
                status -> status != LastUpdateStatus.IN_PROGRESS);
    }

    private static CreateFunctionRequest.Builder request(String name) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .runtime("python3.13")
                .handler("app.handler")
                .role(LambdaNode.ROLE)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(CODE)));
    }

    private GetFunctionConfigurationResponse ready(String name) {
        return LambdaNode.ready(client, name);
    }

    private FunctionVersion latest(String name) {
        FunctionVersion version =
                node.catalog().find(arn(name)).orElseThrow().versions().get("$LATEST");
        assertThat(version).isNotNull();
        return version;
    }

    private static Arn arn(String name) {
        return Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:" + name).orElseThrow();
    }

    private static HttpResponse<byte[]> download(URI location)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(location).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
