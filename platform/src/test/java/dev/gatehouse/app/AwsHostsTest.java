package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** Functions that know nothing of endpoints call AWS's own host names, and reach the node. */
@Tag("node")
class AwsHostsTest {
    /** As SDKs were before they read AWS_ENDPOINT_URL. */
    private static final String PYTHON =
            """
            import json, os, urllib.error, urllib.request
            os.environ.pop("AWS_ENDPOINT_URL")

            def get(url):
                try:
                    with urllib.request.urlopen(url, timeout=5) as response:
                        return [response.status, response.read().decode()]
                except urllib.error.HTTPError as rejection:
                    return [rejection.code, rejection.read().decode()]

            def sdk():
                import boto3, botocore.config
                s3 = boto3.client("s3", config=botocore.config.Config(signature_version="s3v4"))
                s3.create_bucket(Bucket="by-host")
                s3.put_object(Bucket="by-host", Key="k", Body=b"kept")
                return {
                    "lambda": [f["FunctionName"] for f in
                               boto3.client("lambda").list_functions()["Functions"]],
                    "iam": boto3.client("iam").get_role(RoleName="hosts-role")["Role"]["RoleName"],
                    "sts": boto3.client("sts").get_caller_identity()["Account"],
                    "s3": s3.get_object(Bucket="by-host", Key="k")["Body"].read().decode(),
                    "link": get(s3.generate_presigned_url("get_object",
                                Params={"Bucket": "by-host", "Key": "k"}))}

            def handler(event, context):
                if "rawPath" in event:
                    return event["headers"]["x-forwarded-proto"] + event["rawPath"]
                if "urls" in event:
                    return [get(url) for url in event["urls"]]
                try:
                    boto3 = __import__("boto3")
                    boto3.client("sqs").list_queues()
                except Exception as rejection:
                    return dict(sdk(), sqs=str(rejection))
            """;

    private static final String NODE =
            """
            import https from "node:https";
            import dns from "node:dns/promises";

            export const handler = async (event) => ({
              addresses: await dns.resolve4("sqs.eu-west-1.amazonaws.com"),
              status: await new Promise((resolve, reject) =>
                https.get(event.url, (response) => resolve(response.statusCode)).on("error", reject)),
            });
            """;

    @TempDir static Path data;
    private static Node started;
    private static LiveNode node;
    private static LambdaClient lambda;
    private static String role;
    private static String api;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        assumeTrue(
                started.sandbox().level() != SandboxLevel.PROCESS,
                "names and ports are the machine's");
        node = LiveNode.of(started);
        lambda = node.lambda();
        role = node.role("hosts-role");
        try (IamClient iam = node.client(IamClient.builder())) {
            iam.attachRolePolicy(
                    r ->
                            r.roleName("hosts-role")
                                    .policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        }
        String function = node.python(lambda, "hosts", role, PYTHON).functionArn();
        lambda.addPermission(
                r ->
                        r.functionName("hosts")
                                .statementId("api")
                                .action("lambda:InvokeFunction")
                                .principal("apigateway.amazonaws.com"));
        try (ApiGatewayV2Client gateway = node.client(ApiGatewayV2Client.builder())) {
            api =
                    gateway.createApi(
                                    r ->
                                            r.name("hosts")
                                                    .protocolType(ProtocolType.HTTP)
                                                    .target(function))
                            .apiId();
        }
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void anSdkWithoutAnEndpointFindsEveryServiceAndIsToldWhoIsNotServed() {
        String response = LiveNode.invoke(lambda, "hosts", "{}");

        assertThat(response)
                .contains(
                        "\"lambda\": [\"hosts\"",
                        "\"iam\": \"hosts-role\"",
                        "\"sts\": \"000000000000\"",
                        "\"s3\": \"kept\"",
                        "\"link\": [200, \"kept\"]",
                        "This node does not serve sqs");
    }

    @Test
    void plainHttpsReachesApisByTheirHosts() {
        String event =
                """
                {"urls": ["https://%s.execute-api.us-east-1.amazonaws.com/words",
                          "http://%s.execute-api.us-east-1.amazonaws.com/words",
                          "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions",
                          "https://nobody.s3.amazonaws.com/key"]}
                """;
        assertThat(LiveNode.invoke(lambda, "hosts", event.formatted(api, api)))
                .contains("[200, \"https/words\"]", "[200, \"http/words\"]")
                .contains("Missing Authentication Token", "<Code>NoSuchBucket</Code>");
    }

    @Test
    void nodeTrustsTheHostsToo() {
        lambda.createFunction(
                r ->
                        r.functionName("hosts-node")
                                .runtime(Runtime.NODEJS20_X)
                                .handler("index.handler")
                                .role(role)
                                .timeout(20)
                                .code(
                                        c ->
                                                c.zipFile(
                                                        SdkBytes.fromByteArray(
                                                                Zips.of("index.mjs", NODE)))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("hosts-node"));
        String event = "{\"url\": \"https://%s.execute-api.us-east-1.amazonaws.com/\"}";

        assertThat(LiveNode.invoke(lambda, "hosts-node", event.formatted(api)))
                .isEqualTo("{\"addresses\":[\"127.0.0.1\"],\"status\":200}");
    }
}
