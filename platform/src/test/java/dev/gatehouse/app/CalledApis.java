package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;

/** APIs whose callers are judged, and users who call them. */
final class CalledApis implements AutoCloseable {
    static final AwsCredentials ROOT = AwsBasicCredentials.create("test", "test");
    static final String ECHO =
            """
            import json
            def handler(event, context):
                return {'statusCode': 200, 'body': json.dumps(event['requestContext'])}
            """;
    final Node node;
    final LiveNode live;
    final ApiGatewayClient rest;
    final ApiGatewayClient patching;
    final ApiGatewayV2Client http;
    final IamClient iam;
    final StsClient sts;
    final String function;
    final AtomicInteger users = new AtomicInteger();

    CalledApis(Path data) {
        node =
                LiveNode.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data",
                                                data.toString(),
                                                "port",
                                                "0",
                                                "vpc-endpoint",
                                                "vpce-1a2b,vpc-3c4d"))));
        live = LiveNode.of(node);
        rest = live.client(ApiGatewayClient.builder());
        // The default client: the one of live nodes knows no PATCH.
        patching =
                ApiGatewayClient.builder()
                        .endpointOverride(live.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(ROOT))
                        .build();
        http = live.client(ApiGatewayV2Client.builder());
        iam = live.client(IamClient.builder());
        sts = live.client(StsClient.builder());
        try (LambdaClient lambda = live.lambda()) {
            function = live.python(lambda, "echo", live.role("echo"), ECHO).functionArn();
            lambda.addPermission(
                    p ->
                            p.functionName("echo")
                                    .statementId("api")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com"));
        }
    }

    @Override
    public void close() {
        rest.close();
        patching.close();
        http.close();
        iam.close();
        sts.close();
        node.close();
    }

    AwsCredentials user(@Nullable String policy) {
        String name = "caller" + users.incrementAndGet();
        iam.createUser(r -> r.userName(name));
        if (policy != null) {
            iam.putUserPolicy(r -> r.userName(name).policyName("p").policyDocument(policy));
        }
        AccessKey key = iam.createAccessKey(r -> r.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    static String allowing(String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Action": "execute-api:Invoke", "Resource": "%s"}}\
        """
                .formatted(resource);
    }

    /** The URL of a method {@code ANY /pets/{id}} that tells the context of its event. */
    URI restMethod(String authorization, @Nullable String policy) {
        return restMethod(authorization, policy, null);
    }

    URI restMethod(String authorization, @Nullable String policy, @Nullable String credentials) {
        String api = rest.createRestApi(r -> r.name("callers").policy(policy)).id();
        String root = rest.getResources(r -> r.restApiId(api)).items().getFirst().id();
        String pets =
                rest.createResource(r -> r.restApiId(api).parentId(root).pathPart("pets")).id();
        String pet =
                rest.createResource(r -> r.restApiId(api).parentId(pets).pathPart("{id}")).id();
        rest.putMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(pet)
                                .httpMethod("ANY")
                                .authorizationType(authorization));
        rest.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(pet)
                                .httpMethod("ANY")
                                .type("AWS_PROXY")
                                .credentials(credentials)
                                .integrationHttpMethod("POST")
                                .uri(
                                        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                                + function
                                                + "/invocations"));
        rest.createDeployment(r -> r.restApiId(api).stageName("prod"));
        return live.endpoint().resolve("/_aws/execute-api/" + api + "/prod/pets/1");
    }

    static String apiId(URI method) {
        return method.getPath().split("/")[3];
    }

    static JsonNode context(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }
}
