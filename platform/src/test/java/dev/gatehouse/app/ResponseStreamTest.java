package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.testkit.Eventually;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.ResponseStreamingInvocationType;

/** InvokeWithResponseStream as AWS's own client sees it, with AWS's own Node.js runtime client. */
@Tag("sandbox")
final class ResponseStreamTest {
    private static final String STREAMING =
            """
            exports.handler = awslambda.streamifyResponse(async (event, stream) => {
              if (event.http) {
                stream = awslambda.HttpResponseStream.from(stream,
                    {statusCode: 201, headers: {"x-a": "b"}});
              }
              stream.write("first,");
              while (event.hold && !require("node:fs").existsSync("/var/task/released")) {
                await new Promise(done => setTimeout(done, 10));
              }
              if (event.fail) throw new RangeError("in the middle");
              stream.write("second");
              stream.end();
            });
            """;

    @TempDir static Path data;
    private static Node node;
    private static LambdaClient lambda;
    private static LambdaAsyncClient streams;
    private static String role;
    private static Path released;

    @BeforeAll
    static void start() {
        node = LiveNode.start(data);
        lambda = LiveNode.of(node).lambda();
        role = LiveNode.of(node).role("streams");
        streams =
                LambdaAsyncClient.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + node.port()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .build();
        released = create("streaming", "nodejs22.x", Zips.of("app.js", STREAMING));
        create(
                "plain",
                "python3.11",
                Zips.of(
                        "app.py",
                        "def handler(e, c):\n"
                                + "    if e.get('fail'): raise ValueError('no')\n"
                                + "    return 'x'\n"));
    }

    @AfterAll
    static void stop() {
        streams.close();
        lambda.close();
        node.close();
    }

    /** Tells where a file lets its events go that hold. */
    private static Path create(String name, String runtime, byte[] zip) {
        String sha256 =
                lambda.createFunction(
                                r ->
                                        r.functionName(name)
                                                .runtime(runtime)
                                                .handler("app.handler")
                                                .role(role)
                                                .timeout(60)
                                                .code(c -> c.zipFile(SdkBytes.fromByteArray(zip))))
                        .codeSha256();
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
        return LiveNode.code(data, sha256).resolve("released");
    }

    @Test
    void aStreamComesInChunksAndIsComplete() throws Exception {
        Seen seen = new Seen();
        CompletableFuture<Void> all = send(seen, "streaming", "{\"hold\": true}");
        Eventually.holds(() -> seen.chunks.equals(List.of("first,")));
        Files.createFile(released);
        all.get(120, TimeUnit.SECONDS);

        assertThat(seen.chunks).containsExactly("first,", "second");
        assertThat(seen.end.errorCode()).isNull();
        assertThat(seen.head.executedVersion()).isEqualTo("$LATEST");
        assertThat(new String(Base64.getDecoder().decode(seen.end.logResult())))
                .contains("START RequestId", "REPORT RequestId");
    }

    @Test
    void anErrorInTheMiddleIsInTheLastEvent() throws Exception {
        Seen seen = invoke("streaming", "{\"fail\": true}");

        assertThat(seen.chunks).containsExactly("first,");
        assertThat(seen.end.errorCode()).isEqualTo("Unhandled");
        assertThat(seen.end.errorDetails()).contains("RangeError", "in the middle");
    }

    @Test
    void aPreludeIsPartOfThePayload() throws Exception {
        Seen seen = invoke("streaming", "{\"http\": true}");

        assertThat(String.join("", seen.chunks))
                .startsWith("{\"statusCode\":201")
                .endsWith("\0\0\0\0\0\0\0\0first,second");
    }

    @Test
    void whatDoesNotStreamIsOneChunkOrAnError() throws Exception {
        assertThat(invoke("plain", "{}").chunks).containsExactly("\"x\"");

        Seen failed = invoke("plain", "{\"fail\": true}");
        assertThat(failed.chunks).isEmpty();
        assertThat(failed.end.errorCode()).isEqualTo("Unhandled");
        assertThat(failed.end.errorDetails()).contains("ValueError");
    }

    @Test
    void aPlainInvokeGetsAStreamWhole() {
        assertThat(LiveNode.invoke(lambda, "streaming", "{}")).isEqualTo("first,second");
    }

    @Test
    void rejectionsComeBeforeTheStream() {
        assertThatThrownBy(() -> invoke("nobody", "{}"))
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aDryRunRunsNothing() throws Exception {
        Seen seen = new Seen();
        streams.invokeWithResponseStream(
                        r ->
                                r.functionName("plain")
                                        .invocationType(ResponseStreamingInvocationType.DRY_RUN),
                        seen.handler())
                .get(120, TimeUnit.SECONDS);
        assertThat(seen.chunks).isEmpty();
        assertThat(seen.head.sdkHttpResponse().statusCode()).isEqualTo(204);
    }

    private static Seen invoke(String name, String event) throws Exception {
        Seen seen = new Seen();
        send(seen, name, event).get(120, TimeUnit.SECONDS);
        return seen;
    }

    private static CompletableFuture<Void> send(Seen seen, String name, String event) {
        return streams.invokeWithResponseStream(
                r -> r.functionName(name).logType("Tail").payload(SdkBytes.fromUtf8String(event)),
                seen.handler());
    }

    /** What a client saw of a response. */
    private static final class Seen {
        private final List<String> chunks = new CopyOnWriteArrayList<>();
        private InvokeWithResponseStreamResponse head;
        private InvokeWithResponseStreamCompleteEvent end;

        InvokeWithResponseStreamResponseHandler handler() {
            return InvokeWithResponseStreamResponseHandler.builder()
                    .onResponse(response -> head = response)
                    .subscriber(
                            InvokeWithResponseStreamResponseHandler.Visitor.builder()
                                    .onPayloadChunk(
                                            chunk ->
                                                    chunks.add(
                                                            chunk.payload()
                                                                    .asString(
                                                                            StandardCharsets
                                                                                    .UTF_8)))
                                    .onInvokeComplete(complete -> end = complete)
                                    .build())
                    .build();
        }
    }
}
