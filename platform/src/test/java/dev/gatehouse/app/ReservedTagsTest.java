package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Tags of AWS's own are nobody else's, whichever operation of a node is asked to write them. */
@Tag("node")
class ReservedTagsTest {
    private static final Map<String, String> OURS = Map.of("aws:mine", "x");
    private static final String TEMPLATE = "Resources: {B: {Type: AWS::S3::Bucket}}";
    private static final String POLICY =
            """
            {"Version": "2012-10-17", "Statement":
             [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
            """;

    private final Map<String, ThrowingCallable> calls = new LinkedHashMap<>();

    @Test
    void noOperationTakesThem(@TempDir Path data) {
        try (Node started = LiveNode.start(data)) {
            LiveNode node = LiveNode.of(started);
            String role = node.role("tagged-role");
            functions(node, role);
            restApis(node.client(ApiGatewayClient.builder()));
            httpApis(node.client(ApiGatewayV2Client.builder()));
            stacks(node.client(CloudFormationClient.builder()));
            identities(node.client(IamClient.builder()), role);
            sessions(node.client(StsClient.builder()), role);
            logs(node.client(CloudWatchLogsClient.builder()));
            objects(node.client(S3Client.builder()));

            Map<String, String> taken = new LinkedHashMap<>();
            calls.forEach(
                    (name, call) -> {
                        Throwable thrown = catchThrowable(call);
                        boolean rejected =
                                thrown instanceof AwsServiceException service
                                        && service.statusCode() == 400;
                        if (!rejected) {
                            taken.put(name, String.valueOf(thrown));
                        }
                    });
            assertThat(taken).isEmpty();
        }
    }

    private void functions(LiveNode node, String role) {
        LambdaClient lambda = node.lambda();
        String code = "def handler(e, c): pass\n";
        String arn = node.python(lambda, "plain", role, code).functionArn();
        calls.put("TagResource", () -> lambda.tagResource(r -> r.resource(arn).tags(OURS)));
        calls.put(
                "CreateFunction",
                () ->
                        lambda.createFunction(
                                r ->
                                        r.functionName("tagged")
                                                .runtime("python3.11")
                                                .handler("app.handler")
                                                .role(role)
                                                .tags(OURS)
                                                .code(c -> c.zipFile(LiveNode.zip(code)))));
        calls.put(
                "CreateCodeSigningConfig",
                () ->
                        lambda.createCodeSigningConfig(
                                r ->
                                        r.tags(OURS)
                                                .allowedPublishers(
                                                        p ->
                                                                p.signingProfileVersionArns(
                                                                        "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/0123456789"))));
    }

    private void restApis(ApiGatewayClient apis) {
        String api = apis.createRestApi(r -> r.name("plain")).id();
        String arn = "arn:aws:apigateway:us-east-1::/restapis/" + api;
        calls.put("rest TagResource", () -> apis.tagResource(r -> r.resourceArn(arn).tags(OURS)));
        calls.put("CreateRestApi", () -> apis.createRestApi(r -> r.name("a").tags(OURS)));
        calls.put("CreateApiKey", () -> apis.createApiKey(r -> r.name("a").tags(OURS)));
        calls.put("CreateUsagePlan", () -> apis.createUsagePlan(r -> r.name("a").tags(OURS)));
        calls.put(
                "CreateDomainName",
                () ->
                        apis.createDomainName(
                                r ->
                                        r.domainName("api.example.com")
                                                .regionalCertificateArn(
                                                        "arn:aws:acm:us-east-1:000000000000:certificate/c")
                                                .endpointConfiguration(
                                                        e -> e.typesWithStrings("REGIONAL"))
                                                .tags(OURS)));
    }

    private void httpApis(ApiGatewayV2Client apis) {
        String api = apis.createApi(r -> r.name("plain").protocolType("HTTP")).apiId();
        String arn = "arn:aws:apigateway:us-east-1::/apis/" + api;
        calls.put("http TagResource", () -> apis.tagResource(r -> r.resourceArn(arn).tags(OURS)));
        calls.put(
                "CreateApi",
                () -> apis.createApi(r -> r.name("a").protocolType("HTTP").tags(OURS)));
        calls.put(
                "CreateApi of messages",
                () ->
                        apis.createApi(
                                r ->
                                        r.name("a")
                                                .protocolType("WEBSOCKET")
                                                .routeSelectionExpression("$request.body.action")
                                                .tags(OURS)));
        calls.put(
                "CreateStage",
                () -> apis.createStage(r -> r.apiId(api).stageName("one").tags(OURS)));
    }

    private void stacks(CloudFormationClient stacks) {
        calls.put(
                "CreateStack",
                () ->
                        stacks.createStack(
                                r ->
                                        r.stackName("tagged")
                                                .templateBody(TEMPLATE)
                                                .tags(t -> t.key("aws:mine").value("x"))));
        calls.put(
                "CreateChangeSet",
                () ->
                        stacks.createChangeSet(
                                r ->
                                        r.stackName("tagged")
                                                .changeSetName("one")
                                                .changeSetType("CREATE")
                                                .templateBody(TEMPLATE)
                                                .tags(t -> t.key("aws:mine").value("x"))));
    }

    private void identities(IamClient iam, String role) {
        String trust =
                iam.getRole(r -> r.roleName("tagged-role")).role().assumeRolePolicyDocument();
        String document =
                java.net.URLDecoder.decode(trust, java.nio.charset.StandardCharsets.UTF_8);
        calls.put(
                "CreateRole",
                () ->
                        iam.createRole(
                                r ->
                                        r.roleName("a")
                                                .assumeRolePolicyDocument(document)
                                                .tags(t -> t.key("aws:mine").value("x"))));
        calls.put(
                "TagRole",
                () ->
                        iam.tagRole(
                                r ->
                                        r.roleName(role.replaceFirst(".*/", ""))
                                                .tags(t -> t.key("aws:mine").value("x"))));
        calls.put(
                "CreatePolicy",
                () ->
                        iam.createPolicy(
                                r ->
                                        r.policyName("a")
                                                .policyDocument(POLICY)
                                                .tags(t -> t.key("aws:mine").value("x"))));
        calls.put(
                "CreateInstanceProfile",
                () ->
                        iam.createInstanceProfile(
                                r ->
                                        r.instanceProfileName("a")
                                                .tags(t -> t.key("aws:mine").value("x"))));
        calls.put(
                "CreateOpenIDConnectProvider",
                () ->
                        iam.createOpenIDConnectProvider(
                                r ->
                                        r.url("https://issuer.example.com")
                                                .thumbprintList("0".repeat(40))
                                                .tags(t -> t.key("aws:mine").value("x"))));
    }

    private void sessions(StsClient sts, String role) {
        calls.put(
                "GetFederationToken",
                () ->
                        sts.getFederationToken(
                                r -> r.name("ada").tags(t -> t.key("aws:mine").value("x"))));
        calls.put(
                "AssumeRole",
                () ->
                        sts.assumeRole(
                                r ->
                                        r.roleArn(role)
                                                .roleSessionName("ada")
                                                .tags(t -> t.key("aws:mine").value("x"))));
    }

    private void logs(CloudWatchLogsClient logs) {
        logs.createLogGroup(r -> r.logGroupName("/plain"));
        calls.put("TagLogGroup", () -> logs.tagLogGroup(r -> r.logGroupName("/plain").tags(OURS)));
        calls.put(
                "logs TagResource",
                () ->
                        logs.tagResource(
                                r ->
                                        r.resourceArn(
                                                        "arn:aws:logs:us-east-1:000000000000:log-group:/plain")
                                                .tags(OURS)));
    }

    private void objects(S3Client s3) {
        s3.createBucket(r -> r.bucket("plain"));
        calls.put(
                "CreateMultipartUpload",
                () ->
                        s3.createMultipartUpload(
                                r -> r.bucket("plain").key("k").tagging("aws:mine=x")));
    }
}
