package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.code.Zips;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("sandbox")
class VersionsAndAliasesTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    private final LambdaNode node;
    private final LambdaClient client;

    VersionsAndAliasesTest(@TempDir Path folder) {
        this.node = new LambdaNode(folder, (_, _) -> {});
        this.client = node.client();
    }

    @AfterAll
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void publishesOnceWhatDidNotChange() {
        create("once");
        PublishVersionResponse first =
                client.publishVersion(r -> r.functionName("once").description("first"));
        assertThat(first.functionArn()).isEqualTo(ARN + "once:1");
        assertThat(first.description()).isEqualTo("first");
        assertThat(first.state()).isEqualTo(State.ACTIVE);
        PublishVersionResponse again = client.publishVersion(r -> r.functionName("once"));
        assertThat(again.version()).isEqualTo("1");
        assertThat(again.revisionId()).isEqualTo(first.revisionId());
    }

    @Test
    void publishesAgainWhenOnlyTheDescriptionChanged() {
        create("described");
        client.publishVersion(r -> r.functionName("described"));
        client.updateFunctionConfiguration(r -> r.functionName("described").description("second"));
        LambdaNode.ready(client, "described");
        PublishVersionResponse second = client.publishVersion(r -> r.functionName("described"));
        assertThat(second.version()).isEqualTo("2");
        assertThat(second.description()).isEqualTo("second");
        assertThat(
                        client.getFunctionConfiguration(
                                        r -> r.functionName("described").qualifier("1"))
                                .description())
                .isEmpty();
    }

    @Test
    void provisionedConcurrencyIsOfVersionsAndAliases() {
        twoVersions("provisioned");
        client.createAlias(r -> r.functionName("provisioned").name("live").functionVersion("1"));
        var put =
                client.putProvisionedConcurrencyConfig(
                        r ->
                                r.functionName("provisioned")
                                        .qualifier("live")
                                        .provisionedConcurrentExecutions(3));
        assertThat(put.requestedProvisionedConcurrentExecutions()).isEqualTo(3);
        assertThat(put.statusAsString()).isEqualTo("IN_PROGRESS");
        assertThat(put.lastModified()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+0000");
        assertThat(
                        client.listProvisionedConcurrencyConfigs(r -> r.functionName("provisioned"))
                                .provisionedConcurrencyConfigs())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.functionArn()).isEqualTo(ARN + "provisioned:live"));
        assertThatThrownBy(() -> provision("provisioned", "1", 1))
                .hasMessageContaining("Version is pointed by a Provisioned Concurrency alias");
        assertThatThrownBy(() -> provision("provisioned", "$LATEST", 1))
                .hasMessageContaining("cannot be applied to unpublished function versions");
        assertThatThrownBy(() -> provision("provisioned", "2", 950))
                .hasMessageContaining("below its minimum value of [100]");
        assertThatThrownBy(
                        () ->
                                client.putFunctionConcurrency(
                                        r ->
                                                r.functionName("provisioned")
                                                        .reservedConcurrentExecutions(2)))
                .hasMessageContaining("should not be lower than function's total provisioned");
        assertThat(client.getAccountSettings().accountLimit().unreservedConcurrentExecutions())
                .isEqualTo(997);
        client.deleteProvisionedConcurrencyConfig(
                r -> r.functionName("provisioned").qualifier("live"));
        assertThatThrownBy(
                        () ->
                                client.getProvisionedConcurrencyConfig(
                                        r -> r.functionName("provisioned").qualifier("live")))
                .isInstanceOf(ProvisionedConcurrencyConfigNotFoundException.class)
                .hasMessageContaining("No Provisioned Concurrency Config found for this function");
    }

    @Test
    void aVersionThatIsRestoredIsNotProvisionedWhateverTheLatestIs() {
        twoVersions("both");
        snapStart("both", "PublishedVersions");
        provision("both", "2", 1);
        String restored = client.publishVersion(r -> r.functionName("both")).version();
        snapStart("both", "None");

        assertThatThrownBy(() -> provision("both", restored, 1))
                .hasMessageContaining("is not supported for SnapStart enabled functions.");
        client.deleteFunction(r -> r.functionName("both"));
    }

    private void snapStart(String function, String appliedOn) {
        client.updateFunctionConfiguration(
                r -> r.functionName(function).snapStart(s -> s.applyOn(appliedOn)));
        LambdaNode.ready(client, function);
    }

    private void provision(String function, String qualifier, int executions) {
        client.putProvisionedConcurrencyConfig(
                r ->
                        r.functionName(function)
                                .qualifier(qualifier)
                                .provisionedConcurrentExecutions(executions));
    }

    @Test
    void listsLatestFirstAndNumbersInOrderPageByPage() {
        create("many");
        for (int version = 1; version <= 11; version++) {
            int memory = 128 + version;
            client.updateFunctionConfiguration(r -> r.functionName("many").memorySize(memory));
            LambdaNode.ready(client, "many");
            client.publishVersion(r -> r.functionName("many"));
        }
        assertThat(
                        client.listVersionsByFunctionPaginator(
                                        r -> r.functionName("many").maxItems(4))
                                .versions())
                .extracting(FunctionConfiguration::version)
                .containsExactly(
                        "$LATEST", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
    }

    @Test
    void publishesWithTheCodeItComesWith() {
        create("with-code");
        UpdateFunctionCodeResponse published =
                client.updateFunctionCode(
                        r ->
                                r.functionName("with-code")
                                        .publish(true)
                                        .zipFile(SdkBytes.fromByteArray(Zips.of("b.py", ""))));
        assertThat(published.functionArn()).isEqualTo(ARN + "with-code:1");
        assertThat(published.state()).isEqualTo(State.PENDING);
        LambdaNode.ready(client, "with-code:1");
    }

    @Test
    void rejectsToPublishOtherCodeThanMeant() {
        create("meant");
        assertThatThrownBy(
                        () ->
                                client.publishVersion(
                                        r -> r.functionName("meant").codeSha256("other")))
                .hasMessageContaining("CodeSHA256 (other) is different from current CodeSHA256");
    }

    @Test
    void aliasesPointToVersionsByWeight() {
        twoVersions("weighted");
        CreateAliasResponse alias =
                client.createAlias(
                        r ->
                                r.functionName("weighted")
                                        .name("live")
                                        .functionVersion("1")
                                        .routingConfig(
                                                c -> c.additionalVersionWeights(Map.of("2", 0.2))));
        assertThat(alias.aliasArn()).isEqualTo(ARN + "weighted:live");
        assertThat(alias.routingConfig().additionalVersionWeights()).isEqualTo(Map.of("2", 0.2));
        FunctionConfiguration through =
                client.getFunction(r -> r.functionName("weighted").qualifier("live"))
                        .configuration();
        assertThat(through.functionArn()).isEqualTo(ARN + "weighted:live");
        assertThat(through.version()).isEqualTo("1");
        client.updateAlias(
                r ->
                        r.functionName("weighted")
                                .name("live")
                                .functionVersion("2")
                                .routingConfig(c -> c.additionalVersionWeights(Map.of())));
        assertThat(client.getAlias(r -> r.functionName("weighted").name("live")).routingConfig())
                .isNull();
        assertThat(
                        client.listAliases(r -> r.functionName("weighted").functionVersion("1"))
                                .aliases())
                .isEmpty();
    }

    @Test
    void rejectsRoutesThatMakeNoSense() {
        twoVersions("routes");
        assertRejected("1", Map.of("1", 0.5), "Function version 1 is already included");
        assertRejected("1", Map.of("10", 0.5), "Function not found: " + ARN + "routes:10");
        assertRejected("10", Map.of(), "Function not found: " + ARN + "routes:10");
        assertRejected(
                "1",
                Map.of("2", 0.1, "3", 0.1),
                "Number of items in AdditionalVersionWeights cannot be greater than 1");
        assertRejected(
                "$LATEST",
                Map.of("1", 0.5),
                "$LATEST is not supported for an alias pointing to more than 1 version");
        // Recorded from AWS: this one has no Type.
        assertThatThrownBy(
                        () ->
                                client.createAlias(
                                        r ->
                                                r.functionName("routes")
                                                        .name("bad")
                                                        .functionVersion("$LATEST")
                                                        .routingConfig(
                                                                c ->
                                                                        c.additionalVersionWeights(
                                                                                Map.of("1", 0.5)))))
                .isInstanceOfSatisfying(
                        InvalidParameterValueException.class,
                        rejection -> assertThat(rejection.type()).isNull());
        assertRejected(
                "1",
                Map.of("2", 2.0),
                "Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy"
                        + " constraint");
    }

    @Test
    void deletesVersionsOnlyWhenNoAliasNamesThem() {
        twoVersions("pruned");
        client.createAlias(r -> r.functionName("pruned").name("live").functionVersion("1"));
        assertThatThrownBy(
                        () -> client.deleteFunction(r -> r.functionName("pruned").qualifier("1")))
                .hasMessageContaining(
                        "Unable to delete version because the following aliases reference it:"
                                + " [live]");
        client.deleteAlias(r -> r.functionName("pruned").name("live"));
        client.deleteAlias(r -> r.functionName("pruned").name("live"));
        client.deleteFunction(r -> r.functionName("pruned").qualifier("1"));
        client.deleteFunction(r -> r.functionName("pruned").qualifier("99"));
        assertThat(client.listVersionsByFunction(r -> r.functionName("pruned")).versions())
                .extracting(FunctionConfiguration::version)
                .containsExactly("$LATEST", "2");
        assertThatThrownBy(
                        () ->
                                client.deleteFunction(
                                        r -> r.functionName("pruned").qualifier("$LATEST")))
                .hasMessageContaining(
                        "$LATEST version cannot be deleted without deleting the function.");
    }

    @Test
    void aVersionHasOneName() {
        twoVersions("padded");
        client.createAlias(r -> r.functionName("padded").name("live").functionVersion("1"));
        assertThatThrownBy(() -> client.getFunction(r -> r.functionName("padded").qualifier("01")))
                .hasMessageContaining("Function not found: " + ARN + "padded:01");
        client.deleteFunction(r -> r.functionName("padded").qualifier("01"));
        assertThat(client.getFunction(r -> r.functionName("padded").qualifier("live")).code())
                .isNotNull();
    }

    @Test
    void thePolicyOfAVersionGoesWithIt() {
        twoVersions("owned");
        client.addPermission(
                r ->
                        r.functionName("owned")
                                .qualifier("1")
                                .statementId("s")
                                .action("lambda:InvokeFunction")
                                .principal("s3.amazonaws.com"));
        client.deleteFunction(r -> r.functionName("owned").qualifier("1"));
        assertThatThrownBy(() -> client.getPolicy(r -> r.functionName("owned").qualifier("1")))
                .hasMessageContaining("The resource you requested does not exist.");
    }

    @Test
    void namesAliasesThatAreNotThereInAwsWords() {
        create("aliasless");
        assertThatThrownBy(() -> client.getAlias(r -> r.functionName("aliasless").name("no")))
                .hasMessageContaining("Cannot find alias arn: " + ARN + "aliasless:no");
        assertThatThrownBy(() -> client.updateAlias(r -> r.functionName("aliasless").name("no")))
                .hasMessageContaining("Alias not found: " + ARN + "aliasless:no");
        assertThatThrownBy(
                        () -> client.getFunction(r -> r.functionName("aliasless").qualifier("no")))
                .hasMessageContaining("Function not found: " + ARN + "aliasless:no");
    }

    private void assertRejected(String version, Map<String, Double> weights, String message) {
        assertThatThrownBy(
                        () ->
                                client.createAlias(
                                        r ->
                                                r.functionName("routes")
                                                        .name("bad")
                                                        .functionVersion(version)
                                                        .routingConfig(
                                                                c ->
                                                                        c.additionalVersionWeights(
                                                                                weights))))
                .hasMessageContaining(message);
    }

    private void twoVersions(String name) {
        create(name);
        client.publishVersion(r -> r.functionName(name));
        client.updateFunctionConfiguration(r -> r.functionName(name).memorySize(256));
        LambdaNode.ready(client, name);
        client.publishVersion(r -> r.functionName(name));
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
