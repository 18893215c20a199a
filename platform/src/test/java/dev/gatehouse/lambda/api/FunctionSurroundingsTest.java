package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.code.Zips;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfigResponse;

/** What a function names of the account around it: a network, as recorded from AWS, and a key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
class FunctionSurroundingsTest {
    private static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/1";

    private final LambdaNode node;
    private final LambdaClient client;

    FunctionSurroundingsTest(@TempDir Path folder) {
        this.node = new LambdaNode(folder, (_, _) -> {});
        this.client = node.client();
    }

    @AfterAll
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void aNetworkIsKeptChangedAndLeft() {
        create("inside");
        assertThat(configuration("inside").vpcConfig()).isNull();
        update("inside", r -> r.vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds("sg-1")));
        VpcConfigResponse vpc = configuration("inside").vpcConfig();
        assertThat(vpc.subnetIds()).containsExactly("subnet-1");
        assertThat(vpc.securityGroupIds()).containsExactly("sg-1");
        assertThat(vpc.ipv6AllowedForDualStack()).isFalse();
        update("inside", r -> r.timeout(4));
        assertThat(configuration("inside").vpcConfig()).isEqualTo(vpc);
        update("inside", r -> r.vpcConfig(v -> v.subnetIds().securityGroupIds()));
        VpcConfigResponse left = configuration("inside").vpcConfig();
        assertThat(left.subnetIds()).isEmpty();
        assertThat(left.securityGroupIds()).isEmpty();
        assertThat(left.vpcId()).isEmpty();
    }

    @Test
    void subnetsAndSecurityGroupsComeTogetherAndHaveTheirForm() {
        create("half");
        assertThatThrownBy(() -> update("half", r -> r.vpcConfig(v -> v.subnetIds("subnet-1"))))
                .hasMessageContaining(
                        "SubnetIds and SecurityIds must coexist or be both empty list.");
        assertThatThrownBy(
                        () ->
                                update(
                                        "half",
                                        r ->
                                                r.vpcConfig(
                                                        v ->
                                                                v.subnetIds("bad-1")
                                                                        .securityGroupIds("sg-1"))))
                .hasMessageContaining(
                        "Value '[bad-1]' at 'vpcConfig.subnetIds' failed to satisfy constraint:"
                                + " Member must satisfy constraint: [Member must have length less"
                                + " than or equal to 1024, Member must have length greater than or"
                                + " equal to 0, Member must satisfy regular expression pattern:"
                                + " subnet-[0-9a-z]*");
    }

    @Test
    void aKeyIsKeptAndTakenAway() {
        create("keyed");
        update("keyed", r -> r.kmsKeyArn(KEY));
        assertThat(configuration("keyed").kmsKeyArn()).isEqualTo(KEY);
        client.publishVersion(r -> r.functionName("keyed"));
        update("keyed", r -> r.kmsKeyArn(""));
        assertThat(configuration("keyed").kmsKeyArn()).isNull();
        assertThat(
                        client.getFunctionConfiguration(r -> r.functionName("keyed").qualifier("1"))
                                .kmsKeyArn())
                .isEqualTo(KEY);
    }

    private void create(String name) {
        client.createFunction(
                r ->
                        r.functionName(name)
                                .runtime("python3.12")
                                .handler("app.handler")
                                .role(LambdaNode.ROLE)
                                .code(
                                        c ->
                                                c.zipFile(
                                                        SdkBytes.fromByteArray(
                                                                Zips.of("app.py", "x = 1")))));
        LambdaNode.ready(client, name);
    }

    private void update(String name, Consumer<UpdateFunctionConfigurationRequest.Builder> change) {
        client.updateFunctionConfiguration(
                r -> {
                    change.accept(r);
                    r.functionName(name);
                });
        LambdaNode.ready(client, name);
    }

    private GetFunctionConfigurationResponse configuration(String name) {
        return client.getFunctionConfiguration(r -> r.functionName(name));
    }
}
