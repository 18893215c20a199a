package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.FunctionSettings;
import dev.gatehouse.lambda.model.LaunchSettings;
import dev.gatehouse.lambda.model.LoggingSettings;
import dev.gatehouse.lambda.model.Progress;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.lambda.model.VersionConfiguration;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.SnapStart;

/** What CreateFunction and its siblings reject, in AWS's words, leaving nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("sandbox")
class FunctionRejectionsTest {
    private static final String INVALID = "InvalidParameterValueException";

    private final LambdaNode node;
    private final LambdaClient client;

    FunctionRejectionsTest(@TempDir Path folder) {
        this.node = new LambdaNode(folder, (_, _) -> {});
        this.client = node.client();
    }

    @AfterAll
    void stop() {
        assertThat(client.listFunctions().functions()).isEmpty();
        client.close();
        node.close();
    }

    @Test
    void functionsNeedARuntimeAndAHandler() {
        rejected(
                r -> r.runtime((String) null),
                INVALID,
                "Runtime and Handler are mandatory parameters for functions created with"
                        + " deployment packages.");
    }

    @Test
    void runtimesAreKnownOnes() {
        assertThatThrownBy(() -> client.createFunction(request(r -> r.runtime("nodejs99.x"))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(
                        "Value nodejs99.x at 'runtime' failed to satisfy constraint: Member must"
                                + " satisfy enum value set: [nodejs20.x, python3.14, ")
                .hasMessageContaining("] or be a valid ARN");
    }

    @Test
    void publishedVersionsAreNotUpdated() {
        client.createFunction(request(r -> r.functionName("fixed").publish(true)));
        LambdaNode.ready(client, "fixed");
        client.createAlias(r -> r.functionName("fixed").name("live").functionVersion("1"));
        String reason =
                "This operation is permitted on Lambda functions only. Aliases and versions do not"
                        + " support this operation. Please specify either a function name or an"
                        + " unqualified function ARN.";
        for (String qualifier : List.of("1", "live")) {
            assertThatThrownBy(
                            () ->
                                    client.updateFunctionConfiguration(
                                            r -> r.functionName("fixed:" + qualifier).timeout(9)))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining(reason);
            assertThatThrownBy(
                            () ->
                                    client.updateFunctionCode(
                                            r ->
                                                    r.functionName("fixed:" + qualifier)
                                                            .architectures(Architecture.X86_64)))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining(reason);
        }
        client.updateFunctionConfiguration(r -> r.functionName("fixed:$LATEST").timeout(9));
        client.deleteFunction(r -> r.functionName("fixed"));
    }

    @ParameterizedTest
    @CsvSource({
        "nodejs14.x, the new runtime (nodejs24.x)",
        "python3.7, the new runtime (python3.14)",
        "dotnetcore3.1, the new runtime (dotnet10)",
        "provided, the new runtime (provided.al2023)",
        "go1.x, a supported runtime",
    })
    void retiredRuntimesAreRejectedWhereTheNodeIsToldTo(
            String runtime, String instead, @TempDir Path folder) {
        String name = "old-" + runtime.replace('.', '-');
        client.createFunction(request(r -> r.functionName(name).runtime(runtime)));
        client.deleteFunction(r -> r.functionName(name));
        try (LambdaNode strict = LambdaNode.strict(folder);
                LambdaClient other = strict.client()) {
            assertThatThrownBy(() -> other.createFunction(request(r -> r.runtime(runtime))))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining(
                            "The runtime parameter of "
                                    + runtime
                                    + " is no longer supported for creating or updating AWS Lambda"
                                    + " functions. We recommend you use "
                                    + instead
                                    + " while creating or updating functions.");
            other.createFunction(request(r -> r.runtime("python3.13")));
        }
    }

    @Test
    void rolesMustTrustLambda() {
        rejected(
                r -> r.role(LambdaNode.UNTRUSTED.toString()),
                INVALID,
                "The role defined for the function cannot be assumed by Lambda.");
    }

    @Test
    void packagesMustUnzip() {
        rejected(
                r -> r.code(c -> c.zipFile(SdkBytes.fromUtf8String("no zip"))),
                INVALID,
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
        rejected(
                r -> r.code(c -> c.zipFile(SdkBytes.fromByteArray(Zips.of("../x", "")))),
                INVALID,
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    @Test
    void functionsNeedASourceOfCode() {
        rejected(r -> r.code(c -> {}), INVALID, "Please provide a source for function code.");
    }

    @Test
    void environmentsFitInFourKilobytes() {
        rejected(
                r -> r.environment(e -> e.variables(Map.of("LARGE", "x".repeat(4096)))),
                INVALID,
                "exceeded the 4KB limit. String measured: {\"LARGE\":\"xxx");
    }

    @Test
    void environmentsLeaveLambdasOwnVariablesAlone() {
        rejected(
                r ->
                        r.environment(
                                e ->
                                        e.variables(
                                                Map.of(
                                                        "AWS_REGION",
                                                        "x",
                                                        "AWS_SESSION_TOKEN",
                                                        "y"))),
                INVALID,
                "Lambda was unable to configure your environment variables because the environment"
                        + " variables you have provided contains reserved keys that are currently"
                        + " not supported for modification. Reserved keys used in this request:"
                        + " AWS_REGION, AWS_SESSION_TOKEN");
    }

    @Test
    void resourcesHaveBounds() {
        rejected(
                r -> r.memorySize(64),
                "ValidationException",
                "Value '64' at 'memorySize' failed to satisfy constraint: Member must have value"
                        + " greater than or equal to 128");
        rejected(r -> r.memorySize(10_241), INVALID, "less than or equal to 10240");
        rejected(
                r -> r.timeout(901),
                "ValidationException",
                "Value '901' at 'timeout' failed to satisfy constraint: Member must have value"
                        + " less than or equal to 900");
    }

    @Test
    void namesHaveAtMostSixtyFourCharacters() {
        rejected(
                r -> r.functionName("a".repeat(65)),
                INVALID,
                "at 'functionName' failed to satisfy constraint: Member must have length less than"
                        + " or equal to 64");
    }

    @Test
    void functionsHaveAtMostFiftyTags() {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i <= 50; i++) {
            tags.put("key" + i, "value");
        }
        rejected(r -> r.tags(tags), INVALID, "Number of tags exceeds resource tag limit.");
    }

    @Test
    void logLevelsNeedJson() {
        rejected(
                r -> r.loggingConfig(l -> l.logFormat("Text").systemLogLevel("DEBUG")),
                INVALID,
                "LogLevel is not supported when LogFormat is set to \"Text\".");
    }

    @Test
    void snapStartIsNotForEveryFunction() {
        Consumer<SnapStart.Builder> wanted = s -> s.applyOn("PublishedVersions");
        rejected(
                r -> r.runtime("python3.11").snapStart(wanted),
                INVALID,
                "python3.11 is not supported for SnapStart enabled functions.");
        rejected(
                r -> r.runtime("java21").ephemeralStorage(s -> s.size(1024)).snapStart(wanted),
                INVALID,
                "EphemeralStorage greater than 512 MB is not supported");
        rejected(
                r ->
                        r.runtime("java21")
                                .tenancyConfig(t -> t.tenantIsolationMode("PER_TENANT"))
                                .snapStart(wanted),
                INVALID,
                "Tenancy configuration is not supported for SnapStart enabled functions.");
    }

    @Test
    void propertiesThatAreNotThereYetAreRejectedByName() {
        rejected(
                r -> r.deadLetterConfig(d -> d.targetArn("arn:aws:sqs:us-east-1:000000000000:q")),
                INVALID,
                "which has no endpoint of the service: set endpoint.sqs");
        rejected(
                r ->
                        r.packageType("Image")
                                .runtime((String) null)
                                .handler(null)
                                .code(c -> c.imageUri("images.example/app:1")),
                INVALID,
                "Images of the registry images.example are not supported by this Gatehouse: set"
                        + " registry.images.example");
    }

    @Test
    void propertiesThatAreEmptyAskForNothing(@TempDir Path folder) {
        try (LambdaNode other = new LambdaNode(folder, (_, _) -> {});
                LambdaClient sdk = other.client()) {
            sdk.createFunction(
                    request(
                            r ->
                                    r.vpcConfig(v -> v.subnetIds().securityGroupIds())
                                            .deadLetterConfig(d -> {})
                                            .kmsKeyArn("")
                                            .snapStart(s -> s.applyOn("None"))));
            assertThat(sdk.listFunctions().functions()).hasSize(1);
        }
    }

    @Test
    void changesWaitForTheFormerOne() {
        FunctionReference function =
                FunctionReference.to(new Scope(AccountId.DEFAULT, Region.DEFAULT), "slow");
        assertThatThrownBy(
                        () -> FunctionRegistry.requireSettled(function, stored(Progress.CREATING)))
                .hasMessage(
                        "The operation cannot be performed at this time. The function is currently"
                                + " in the following state: Pending");
        assertThatThrownBy(
                        () -> FunctionRegistry.requireSettled(function, stored(Progress.UPDATING)))
                .hasMessage(
                        "The operation cannot be performed at this time. An update is in progress"
                                + " for resource: "
                                + function.function());
    }

    @Test
    void nobodyWaitsForPreparations(@TempDir Path folder) {
        CountDownLatch finish = new CountDownLatch(1);
        try (LambdaNode other = new LambdaNode(folder, (tree, runtime) -> await(finish));
                LambdaClient sdk = other.client()) {
            sdk.createFunction(request(r -> r.functionName("first")));
            LambdaNode.ready(sdk, "first");
            sdk.createFunction(request(r -> r.functionName("second")));
            LambdaNode.ready(sdk, "second");
            finish.countDown();
        }
    }

    private static StoredFunction stored(Progress progress) {
        VersionConfiguration configuration =
                new VersionConfiguration(
                        "",
                        new LaunchSettings("python3.13", "a.b", LambdaNode.ROLE, "x86_64"),
                        new FunctionResources(128, 3, 512),
                        null,
                        List.of(),
                        new LoggingSettings(LoggingSettings.TEXT, "/aws/lambda/slow", null, null),
                        "PassThrough",
                        null);
        VersionCode code = VersionCode.zip(new BlobKey("0".repeat(64)), 1, 1);
        StoredVersion latest =
                new StoredVersion(
                        "$LATEST", configuration, code, progress, "r", "d", Instant.EPOCH);
        return new StoredFunction("slow", latest, 0, Map.of(), Map.of(), FunctionSettings.DEFAULT);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void rejected(
            Consumer<CreateFunctionRequest.Builder> change, String code, String message) {
        assertThatThrownBy(() -> client.createFunction(request(change)))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        rejection -> {
                            assertThat(rejection.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(rejection.awsErrorDetails().errorMessage())
                                    .contains(message);
                        });
    }

    private static CreateFunctionRequest request(Consumer<CreateFunctionRequest.Builder> change) {
        CreateFunctionRequest.Builder request =
                CreateFunctionRequest.builder()
                        .functionName("rejected")
                        .runtime("python3.13")
                        .handler("app.handler")
                        .role(LambdaNode.ROLE)
                        .code(c -> c.zipFile(SdkBytes.fromByteArray(Zips.of("a.py", ""))));
        change.accept(request);
        return request.build();
    }
}
