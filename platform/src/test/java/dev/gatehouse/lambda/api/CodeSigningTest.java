package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.code.Zips;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CodeSigningConfig;
import software.amazon.awssdk.services.lambda.model.CodeSigningConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.CodeSigningPolicy;
import software.amazon.awssdk.services.lambda.model.CodeVerificationFailedException;
import software.amazon.awssdk.services.lambda.model.InvalidCodeSignatureException;
import software.amazon.awssdk.services.lambda.model.ListFunctionsByCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Code signing configurations, as recorded from AWS, and what they let functions deploy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
class CodeSigningTest {
    private static final String PROFILE =
            "arn:aws:signer:us-east-1:000000000000:/signing-profiles/test";
    private static final String UNKNOWN =
            "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-00000000000000000";
    private static final byte[] UNSIGNED = Zips.of("app.py", "x = 1");
    private static final byte[] SIGNED =
            new Zips()
                    .file("app.py", 0644, "x = 1")
                    .file("META_INF/aws_signer_signature_v1.0.SF", 0644, "made up")
                    .bytes();

    private final LambdaNode node;
    private final LambdaClient client;

    CodeSigningTest(@TempDir Path folder) {
        this.node = new LambdaNode(folder, (_, _) -> {});
        this.client = node.client();
    }

    @AfterAll
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void aConfigurationIsMadeChangedListedAndDeleted() {
        CodeSigningConfig made = config(CodeSigningPolicy.ENFORCE);
        String arn = made.codeSigningConfigArn();
        assertThat(arn).endsWith(":code-signing-config:" + made.codeSigningConfigId());
        assertThat(made.codeSigningConfigId()).matches("csc-[a-z0-9]{17}");
        assertThat(made.allowedPublishers().signingProfileVersionArns()).containsExactly(PROFILE);

        CodeSigningConfig changed =
                client.updateCodeSigningConfig(
                                r ->
                                        r.codeSigningConfigArn(arn)
                                                .codeSigningPolicies(
                                                        p ->
                                                                p.untrustedArtifactOnDeployment(
                                                                        CodeSigningPolicy.WARN)))
                        .codeSigningConfig();
        assertThat(changed.description()).isEqualTo("Testing CodeSigning Config");
        assertThat(changed.codeSigningPolicies().untrustedArtifactOnDeployment())
                .isEqualTo(CodeSigningPolicy.WARN);
        assertThat(
                        client.getCodeSigningConfig(r -> r.codeSigningConfigArn(arn))
                                .codeSigningConfig())
                .isEqualTo(changed);
        assertThat(client.listCodeSigningConfigs(_ -> {}).codeSigningConfigs()).contains(changed);

        client.tagResource(r -> r.resource(arn).tags(Map.of("team", "zoo")));
        client.untagResource(r -> r.resource(arn).tagKeys("made"));
        assertThat(client.listTags(r -> r.resource(arn)).tags()).isEqualTo(Map.of("team", "zoo"));

        client.deleteCodeSigningConfig(r -> r.codeSigningConfigArn(arn));
        assertThatThrownBy(() -> client.getCodeSigningConfig(r -> r.codeSigningConfigArn(arn)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "The Lambda code signing configuration " + arn + " can not be found.");
    }

    @Test
    void aFunctionGetsOneAndLosesIt() {
        String arn = config(CodeSigningPolicy.ENFORCE).codeSigningConfigArn();
        create("plain", UNSIGNED, null);
        LambdaNode.ready(client, "plain");
        assertThat(signingOf("plain")).isNull();
        client.putFunctionCodeSigningConfig(r -> r.functionName("plain").codeSigningConfigArn(arn));
        assertThat(signingOf("plain")).isEqualTo(arn);
        ListFunctionsByCodeSigningConfigResponse users =
                client.listFunctionsByCodeSigningConfig(r -> r.codeSigningConfigArn(arn));
        assertThat(users.functionArns())
                .containsExactly("arn:aws:lambda:us-east-1:000000000000:function:plain");
        assertThatThrownBy(() -> client.deleteCodeSigningConfig(r -> r.codeSigningConfigArn(arn)))
                .isInstanceOf(ResourceConflictException.class);
        assertThatThrownBy(() -> update("plain", UNSIGNED))
                .isInstanceOf(CodeVerificationFailedException.class);

        client.deleteFunctionCodeSigningConfig(r -> r.functionName("plain"));
        client.deleteFunctionCodeSigningConfig(r -> r.functionName("plain"));
        assertThat(signingOf("plain")).isNull();
        update("plain", UNSIGNED);
        client.deleteCodeSigningConfig(r -> r.codeSigningConfigArn(arn));
    }

    @Test
    void unsignedPackagesAreRejectedWhereThatIsEnforced() {
        String enforced = config(CodeSigningPolicy.ENFORCE).codeSigningConfigArn();
        assertThatThrownBy(() -> create("unsigned", UNSIGNED, enforced))
                .isInstanceOf(CodeVerificationFailedException.class)
                .hasMessageContaining(
                        "Lambda cannot deploy the function. The function or layer might be signed"
                                + " using a signature that the client is not configured to accept."
                                + " Check the provided signature for unsigned.");
        assertThatThrownBy(() -> client.getFunction(r -> r.functionName("unsigned")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aSignatureThatCannotBeVerifiedIsNoSignature() {
        String enforced = config(CodeSigningPolicy.ENFORCE).codeSigningConfigArn();
        assertThatThrownBy(() -> create("forged", SIGNED, enforced))
                .isInstanceOf(InvalidCodeSignatureException.class)
                .hasMessageContaining("cannot be verified by this Gatehouse");
    }

    @Test
    void aWarningLetsUnsignedPackagesThrough() {
        String warns = config(CodeSigningPolicy.WARN).codeSigningConfigArn();
        create("warned", UNSIGNED, warns);
        LambdaNode.ready(client, "warned");
        assertThat(signingOf("warned")).isEqualTo(warns);
    }

    @Test
    void layersAreHeldToTheConfigurationToo() {
        String warns = config(CodeSigningPolicy.WARN).codeSigningConfigArn();
        create("layered", UNSIGNED, warns);
        LambdaNode.ready(client, "layered");
        client.updateCodeSigningConfig(
                r ->
                        r.codeSigningConfigArn(warns)
                                .codeSigningPolicies(
                                        p ->
                                                p.untrustedArtifactOnDeployment(
                                                        CodeSigningPolicy.ENFORCE)));
        String layer =
                client.publishLayerVersion(
                                r ->
                                        r.layerName("shared")
                                                .content(
                                                        c ->
                                                                c.zipFile(
                                                                        SdkBytes.fromByteArray(
                                                                                UNSIGNED))))
                        .layerVersionArn();
        client.updateFunctionConfiguration(r -> r.functionName("layered").timeout(5));
        LambdaNode.ready(client, "layered");
        assertThatThrownBy(
                        () ->
                                client.updateFunctionConfiguration(
                                        r -> r.functionName("layered").layers(layer)))
                .isInstanceOf(CodeVerificationFailedException.class);
    }

    @Test
    void whatIsMissingIsSaidInLambdasWords() {
        create("there", UNSIGNED, null);
        assertThatThrownBy(
                        () ->
                                client.putFunctionCodeSigningConfig(
                                        r ->
                                                r.functionName("missing")
                                                        .codeSigningConfigArn(UNKNOWN)))
                .isInstanceOf(CodeSigningConfigNotFoundException.class)
                .hasMessageContaining(
                        "The code signing configuration cannot be found. Check that the provided"
                                + " configuration is not deleted: "
                                + UNKNOWN
                                + ".");
        assertThatThrownBy(() -> create("new", UNSIGNED, UNKNOWN))
                .isInstanceOf(CodeSigningConfigNotFoundException.class);
        assertThatThrownBy(
                        () -> client.deleteFunctionCodeSigningConfig(r -> r.functionName("nobody")))
                .hasMessageContaining("Function not found: arn:aws:lambda:");
        assertThatThrownBy(
                        () ->
                                client.listFunctionsByCodeSigningConfig(
                                        r -> r.codeSigningConfigArn(UNKNOWN)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private CodeSigningConfig config(CodeSigningPolicy policy) {
        return client.createCodeSigningConfig(
                        r ->
                                r.description("Testing CodeSigning Config")
                                        .allowedPublishers(
                                                a -> a.signingProfileVersionArns(PROFILE))
                                        .codeSigningPolicies(
                                                p -> p.untrustedArtifactOnDeployment(policy))
                                        .tags(Map.of("made", "here")))
                .codeSigningConfig();
    }

    private @Nullable String signingOf(String function) {
        return client.getFunctionCodeSigningConfig(r -> r.functionName(function))
                .codeSigningConfigArn();
    }

    private void update(String function, byte[] zip) {
        client.updateFunctionCode(
                r -> r.functionName(function).zipFile(SdkBytes.fromByteArray(zip)));
    }

    private void create(String name, byte[] zip, @Nullable String signing) {
        client.createFunction(
                r ->
                        r.functionName(name)
                                .runtime("python3.12")
                                .handler("app.handler")
                                .role(LambdaNode.ROLE)
                                .codeSigningConfigArn(signing)
                                .code(c -> c.zipFile(SdkBytes.fromByteArray(zip))));
    }
}
