package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.lambda.plan.FunctionPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;

/** What belongs to a function beside its versions: policy, concurrency, layers, calls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("sandbox")
class FunctionSettingsTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LambdaNode node;
    private final LambdaClient client;

    FunctionSettingsTest(@TempDir Path folder) {
        this.node = new LambdaNode(folder, (_, _) -> {});
        this.client = node.client();
    }

    @AfterAll
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void policiesAreWrittenAsLambdaWritesThem() throws IOException {
        create("policy");
        client.addPermission(
                r ->
                        r.functionName("policy")
                                .statementId("gateway")
                                .action("lambda:InvokeFunction")
                                .principal("apigateway.amazonaws.com")
                                .sourceArn("arn:aws:execute-api:us-east-1:000000000000:a/*/*/x"));
        client.addPermission(
                r ->
                        r.functionName("policy")
                                .statementId("anyone")
                                .action("lambda:InvokeFunctionUrl")
                                .principal("*")
                                .functionUrlAuthType("NONE"));
        String policy = client.getPolicy(r -> r.functionName("policy")).policy();
        assertThat(JSON.readTree(policy))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"Version":"2012-10-17","Id":"default","Statement":[
                                  {"Sid":"gateway","Effect":"Allow",
                                   "Principal":{"Service":"apigateway.amazonaws.com"},
                                   "Action":"lambda:InvokeFunction",
                                   "Resource":"%1$spolicy",
                                   "Condition":{"ArnLike":{"AWS:SourceArn":
                                     "arn:aws:execute-api:us-east-1:000000000000:a/*/*/x"}}},
                                  {"Sid":"anyone","Effect":"Allow","Principal":"*",
                                   "Action":"lambda:InvokeFunctionUrl",
                                   "Resource":"%1$spolicy",
                                   "Condition":{"StringEquals":
                                     {"lambda:FunctionUrlAuthType":"NONE"}}}]}
                                """
                                        .formatted(ARN)));
        assertThat(plan("policy").policies()).hasSize(1);
    }

    @Test
    void permissionsComeAndGoByTheirIds() {
        create("permissions");
        permit("permissions", "one", null);
        permit("permissions", "two", null);
        assertThatThrownBy(() -> permit("permissions", "two", null))
                .hasMessageContaining(
                        "The statement id (two) provided already exists. Please provide a new"
                                + " statement id, or remove the existing statement.");
        assertThatThrownBy(() -> permit("permissions", "three", "stale"))
                .hasMessageContaining("Call the GetPolicy API to retrieve the latest Revision Id");
        client.removePermission(r -> r.functionName("permissions").statementId("one"));
        assertThatThrownBy(
                        () ->
                                client.removePermission(
                                        r -> r.functionName("permissions").statementId("one")))
                .hasMessageContaining("Statement one is not found in resource policy.");
        client.removePermission(r -> r.functionName("permissions").statementId("two"));
        assertThatThrownBy(() -> client.getPolicy(r -> r.functionName("permissions")))
                .hasMessageContaining("The resource you requested does not exist.");
    }

    /** Recorded from AWS: a policy's revision is not that of the alias it is attached to. */
    @Test
    void theRevisionOfAnAliasIsNoneOfItsPolicy() {
        create("revised");
        String alias =
                client.createAlias(
                                r ->
                                        r.functionName("revised")
                                                .name("live")
                                                .functionVersion("$LATEST"))
                        .revisionId();
        assertThatThrownBy(() -> permit("revised:live", "one", alias))
                .isInstanceOf(PreconditionFailedException.class);
        permit("revised:live", "one", null);
        assertThatThrownBy(() -> permit("revised:live", "two", alias))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void permissionsAreForFunctionsVersionsAndAliasesThatExist() {
        create("scoped");
        assertThatThrownBy(
                        () ->
                                client.addPermission(
                                        r ->
                                                r.functionName("scoped")
                                                        .qualifier("live")
                                                        .statementId("s")
                                                        .action("lambda:InvokeFunction")
                                                        .principal("s3.amazonaws.com")))
                .hasMessageContaining("Cannot find alias arn: " + ARN + "scoped:live");
        assertThatThrownBy(
                        () ->
                                client.addPermission(
                                        r ->
                                                r.functionName("scoped")
                                                        .statementId("s")
                                                        .action("lambda:InvokeFunction")
                                                        .principal("invalid.example.com")))
                .hasMessageContaining(
                        "The provided principal was invalid. Please check the principal and try"
                                + " again.");
        assertThatThrownBy(
                        () ->
                                client.addPermission(
                                        r ->
                                                r.functionName("scoped")
                                                        .statementId("s")
                                                        .action("lambda:InvokeFunction")
                                                        .principal("*")
                                                        .functionUrlAuthType("NONE")))
                .hasMessageContaining(
                        "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl"
                                + " action");
    }

    @Test
    void concurrencyLeavesAHundredUnreserved() {
        create("reserved");
        client.putFunctionConcurrency(
                r -> r.functionName("reserved").reservedConcurrentExecutions(0));
        assertThat(plan("reserved").reservedConcurrency()).hasValue(0);
        assertThatThrownBy(
                        () ->
                                client.putFunctionConcurrency(
                                        r ->
                                                r.functionName("reserved")
                                                        .reservedConcurrentExecutions(901)))
                .hasMessageContaining(
                        "Specified ReservedConcurrentExecutions for function decreases account's"
                                + " UnreservedConcurrentExecution below its minimum value of"
                                + " [100].")
                .asInstanceOf(type(InvalidParameterValueException.class))
                .extracting(InvalidParameterValueException::type)
                .isNull();
        client.putFunctionConcurrency(
                r -> r.functionName("reserved").reservedConcurrentExecutions(40));
        GetAccountSettingsResponse account = client.getAccountSettings();
        assertThat(account.accountLimit().unreservedConcurrentExecutions()).isEqualTo(960);
        assertThat(account.accountUsage().functionCount()).isPositive();
        client.deleteFunctionConcurrency(r -> r.functionName("reserved"));
        assertThat(
                        client.getFunctionConcurrency(r -> r.functionName("reserved"))
                                .reservedConcurrentExecutions())
                .isNull();
    }

    @Test
    void recursionRuntimeUpdatesAndCodeSigningHaveTheirDefaults() {
        create("settings");
        assertThat(
                        client.getFunctionRecursionConfig(r -> r.functionName("settings"))
                                .recursiveLoop())
                .isEqualTo(RecursiveLoop.TERMINATE);
        assertThat(
                        client.getRuntimeManagementConfig(r -> r.functionName("settings"))
                                .updateRuntimeOnAsString())
                .isEqualTo("Auto");
        assertThat(
                        client.getFunctionCodeSigningConfig(r -> r.functionName("settings"))
                                .codeSigningConfigArn())
                .isNull();
        client.putFunctionRecursionConfig(
                r -> r.functionName("settings").recursiveLoop(RecursiveLoop.ALLOW));
        assertThat(
                        client.getFunctionRecursionConfig(r -> r.functionName("settings"))
                                .recursiveLoop())
                .isEqualTo(RecursiveLoop.ALLOW);
    }

    @Test
    void aRuntimeIsUpdatedWithItsFunctionOrHeldAtWhatTheMachineHas() {
        create("pinned");
        client.putRuntimeManagementConfig(
                r -> r.functionName("pinned").updateRuntimeOn("FunctionUpdate"));
        assertThat(
                        client.getRuntimeManagementConfig(r -> r.functionName("pinned"))
                                .updateRuntimeOnAsString())
                .isEqualTo("FunctionUpdate");
        assertThatThrownBy(
                        () ->
                                client.putRuntimeManagementConfig(
                                        r ->
                                                r.functionName("pinned")
                                                        .updateRuntimeOn("Manual")
                                                        .runtimeVersionArn(
                                                                "arn:aws:lambda:us-east-1::runtime:"
                                                                        + "0".repeat(64))))
                .hasMessageContaining("is not supported by this Gatehouse");
        assertThat(
                        client.putRuntimeManagementConfig(
                                        r -> r.functionName("pinned").updateRuntimeOn("Auto"))
                                .updateRuntimeOnAsString())
                .isEqualTo("Auto");
    }

    private static final String TRACE =
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    @Test
    void callsCarryTheirContextAndBringTheirLog() {
        create("called");
        String context =
                Base64.getEncoder().encodeToString("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        InvokeResponse response =
                client.invoke(
                        r ->
                                r.functionName("called")
                                        .qualifier("$LATEST")
                                        .clientContext(context)
                                        .overrideConfiguration(
                                                c -> c.putHeader("X-Amzn-Trace-Id", TRACE))
                                        .logType(LogType.TAIL)
                                        .payload(SdkBytes.fromUtf8String("{\"x\":\"ü\"}")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.payload().asUtf8String()).isEqualTo("{\"x\":\"ü\"}");
        assertThat(response.executedVersion()).isEqualTo("$LATEST");
        assertThat(Base64.getDecoder().decode(response.logResult()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(ARN + "called:$LATEST {\"a\":1} " + TRACE);
        assertThat(
                        client.invoke(
                                        r ->
                                                r.functionName("called")
                                                        .invocationType(InvocationType.EVENT))
                                .statusCode())
                .isEqualTo(202);
        assertThat(
                        client.invoke(
                                        r ->
                                                r.functionName("called")
                                                        .invocationType(InvocationType.DRY_RUN))
                                .statusCode())
                .isEqualTo(204);
        assertThatThrownBy(() -> client.invoke(r -> r.functionName("called").clientContext("{}")))
                .hasMessageContaining("Client Context must be a valid Base64-encoded JSON object.");
    }

    @Test
    void layersAreNumberedAndStayWithFunctionsThatUseThem() {
        PublishLayerVersionResponse first = publishLayer("shared");
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.layerVersionArn())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:layer:shared:1");
        PublishLayerVersionResponse second = publishLayer("shared");
        create("layered");
        client.updateFunctionConfiguration(
                r -> r.functionName("layered").layers(second.layerVersionArn()));
        LambdaNode.ready(client, "layered");
        client.deleteLayerVersion(r -> r.layerName("shared").versionNumber(2L));
        assertThat(client.getFunctionConfiguration(r -> r.functionName("layered")).layers())
                .extracting(Layer::arn)
                .containsExactly(second.layerVersionArn());
        assertThat(plan("layered").versions().get("$LATEST").code().layers())
                .singleElement()
                .satisfies(tree -> assertThat(tree.resolve("python/lib.py")).isRegularFile());
        assertThat(client.listLayerVersions(r -> r.layerName("shared")).layerVersions())
                .extracting(LayerVersionsListItem::version)
                .containsExactly(1L);
        assertThat(publishLayer("shared").version()).isEqualTo(3);
        GetLayerVersionByArnResponse got =
                client.getLayerVersionByArn(r -> r.arn(first.layerVersionArn()));
        assertThat(got.content().codeSha256()).isEqualTo(first.content().codeSha256());
        assertThat(client.listLayers(r -> r.compatibleRuntime("python3.13")).layers())
                .anySatisfy(
                        layer -> assertThat(layer.latestMatchingVersion().version()).isEqualTo(3));
    }

    @Test
    void rejectsLayersThatCannotBeUsedTogether() {
        String one = publishLayer("pair").layerVersionArn();
        String two = publishLayer("pair").layerVersionArn();
        create("pairing");
        assertLayersRejected(
                List.of(one, two),
                "Two different versions of the same layer are not allowed to be referenced in the"
                        + " same function. "
                        + one
                        + " and "
                        + two
                        + " are versions of the same layer.");
        String absent = one.replace("pair:1", "pair:9");
        assertLayersRejected(List.of(absent), "Layer version " + absent + " does not exist.");
        assertLayersRejected(
                List.of(one.replace("us-east-1", "eu-west-1")),
                "Layers are not in the same region as the function. Layers are expected to be in"
                        + " region us-east-1.");
    }

    @Test
    void layerPermissionsHaveAPolicyOfTheirOwn() {
        publishLayer("open");
        assertThatThrownBy(
                        () ->
                                client.getLayerVersionPolicy(
                                        r -> r.layerName("open").versionNumber(1L)))
                .hasMessageContaining("No policy is associated with the given resource.");
        client.addLayerVersionPermission(
                r ->
                        r.layerName("open")
                                .versionNumber(1L)
                                .statementId("all")
                                .action("lambda:GetLayerVersion")
                                .principal("*"));
        assertThat(
                        client.getLayerVersionPolicy(r -> r.layerName("open").versionNumber(1L))
                                .policy())
                .contains("\"Sid\":\"all\"", "\"Principal\":\"*\"", "layer:open:1");
        client.removeLayerVersionPermission(
                r -> r.layerName("open").versionNumber(1L).statementId("all"));
        assertThatThrownBy(() -> client.getLayerVersion(r -> r.layerName("open").versionNumber(0L)))
                .hasMessageContaining("Layer Version Cannot be less than 1");
    }

    @Test
    void anotherPlacesLayerIsNotTheOneOfItsNameHere() {
        String arn = publishLayer("mine").layerArn();
        String theirs = arn.replace("000000000000", "111122223333");
        assertThatThrownBy(
                        () -> client.deleteLayerVersion(r -> r.layerName(theirs).versionNumber(1L)))
                .hasMessageContaining("Layers of account 111122223333 are not reachable");
        String elsewhere = arn.replace("us-east-1", "eu-west-1");
        assertThatThrownBy(
                        () -> client.getLayerVersion(r -> r.layerName(elsewhere).versionNumber(1L)))
                .hasMessageContaining("Layers from 'eu-west-1' are not reachable");
        assertThat(client.getLayerVersion(r -> r.layerName(arn).versionNumber(1L)).version())
                .isEqualTo(1);
    }

    @Test
    void aLayerSharedWithAnOrganizationIsNotEverybodys() {
        publishLayer("within");
        client.addLayerVersionPermission(
                r ->
                        r.layerName("within")
                                .versionNumber(1L)
                                .statementId("ours")
                                .action("lambda:GetLayerVersion")
                                .principal("*")
                                .organizationId("o-0123456789"));
        String arn =
                client.getLayerVersion(r -> r.layerName("within").versionNumber(1L))
                        .layerVersionArn();
        SdkBytes code = SdkBytes.fromByteArray(Zips.of("a.py", ""));
        try (LambdaClient stranger = node.client("111122223333")) {
            CreateFunctionRequest guest =
                    CreateFunctionRequest.builder()
                            .functionName("guest")
                            .runtime("python3.13")
                            .handler("app.handler")
                            .role(LambdaNode.roleOf(stranger))
                            .layers(arn)
                            .code(c -> c.zipFile(code))
                            .build();
            assertThatThrownBy(() -> stranger.createFunction(guest))
                    .hasMessageContaining("Layer version " + arn + " does not exist.");
        }
    }

    @Test
    void aMarkerThatIsNoneIsRejected() {
        publishLayer("paged");
        assertThatThrownBy(
                        () ->
                                client.listLayerVersions(
                                        r -> r.layerName("paged").marker("bm9uZQ==")))
                .hasMessageContaining("Invalid Marker");
    }

    private void assertLayersRejected(List<String> layers, String message) {
        assertThatThrownBy(
                        () ->
                                client.updateFunctionConfiguration(
                                        r -> r.functionName("pairing").layers(layers)))
                .hasMessageContaining(message);
    }

    private PublishLayerVersionResponse publishLayer(String name) {
        return client.publishLayerVersion(
                r ->
                        r.layerName(name)
                                .compatibleRuntimesWithStrings("python3.13")
                                .content(
                                        c ->
                                                c.zipFile(
                                                        SdkBytes.fromByteArray(
                                                                Zips.of("python/lib.py", "")))));
    }

    private void permit(String function, String id, @Nullable String revision) {
        client.addPermission(
                r ->
                        r.functionName(function)
                                .statementId(id)
                                .action("lambda:InvokeFunction")
                                .principal("s3.amazonaws.com")
                                .revisionId(revision));
    }

    private FunctionPlan plan(String name) {
        return node.catalog().find(Arn.parse(ARN + name).orElseThrow()).orElseThrow();
    }

    private void create(String name) {
        client.createFunction(
                r ->
                        r.functionName(name)
                                .runtime("python3.13")
                                .handler("app.handler")
                                .role(LambdaNode.ROLE)
                                .code(c -> c.zipFile(SdkBytes.fromByteArray(Zips.of("a.py", "")))));
        LambdaNode.ready(client, name);
    }
}
