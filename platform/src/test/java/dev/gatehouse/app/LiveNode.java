package dev.gatehouse.app;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.testkit.RuntimeClients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Clients of a node that answers on a port, and the few things every test makes on it. */
record LiveNode(URI endpoint) {
    /** Of its clients; no test proves it. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """;

    /** Starts a node with everything as a user has it, but on a free port and in a folder. */
    static Node start(Path data) {
        return start(data, Map.of());
    }

    /** The same with settings. */
    static Node start(Path data, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("data", data.toString());
        settings.put("port", "0");
        return start(Config.of(new Settings(settings)));
    }

    /** The same with settings that say all; no event of its functions waits for a download. */
    static Node start(Config config) {
        RuntimeClients.in(config.data());
        return Node.start(config);
    }

    static LiveNode of(Node node) {
        return at(node.port());
    }

    static LiveNode at(int port) {
        return new LiveNode(URI.create("http://127.0.0.1:" + port));
    }

    /** A client that signs with the root's pair and never asks twice. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, AwsBasicCredentials.create("test", "test"));
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, AwsCredentials keys) {
        return builder.endpointOverride(endpoint)
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
                .region(Region.US_EAST_1)
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .build();
    }

    LambdaClient lambda() {
        return client(LambdaClient.builder());
    }

    /** Makes a role that functions may take, and tells its ARN. */
    String role(String name) {
        try (IamClient iam = client(IamClient.builder())) {
            return iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST))
                    .role()
                    .arn();
        }
    }

    /** Makes a Python function and waits until it is active. */
    FunctionConfiguration python(LambdaClient lambda, String name, String role, String code) {
        lambda.createFunction(
                r ->
                        r.functionName(name)
                                .runtime("python3.11")
                                .handler("app.handler")
                                .role(role)
                                .timeout(60)
                                .code(c -> c.zipFile(zip(code))));
        return lambda.waiter()
                .waitUntilFunctionActiveV2(r -> r.functionName(name))
                .matched()
                .response()
                .orElseThrow()
                .configuration();
    }

    static SdkBytes zip(String code) {
        return SdkBytes.fromByteArray(Zips.of("app.py", code));
    }

    /**
     * Where the code of a function is that was made of a zip: a file that a test puts there appears
     * in its {@code /var/task}, and can let an event go that waits for it.
     *
     * @param data the node's folder
     * @param sha256 the function's {@code CodeSha256}
     */
    static Path code(Path data, String sha256) {
        String name = HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
        return data.resolve("code/trees").resolve(name);
    }

    /** The response of a function as text. */
    static String invoke(LambdaClient lambda, String name, String event) {
        return lambda.invoke(r -> r.functionName(name).payload(SdkBytes.fromUtf8String(event)))
                .payload()
                .asString(StandardCharsets.UTF_8);
    }

    /** An unsigned request, as a browser sends it. */
    HttpResponse<String> http(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /** The same with a body. */
    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(
            String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve(path)).method(method, body);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
