package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.gateway.plan.integration.HttpIntegration.PayloadFormat;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Request bodies that are large share a budget, so that many at once never fill the heap. */
@Tag("node")
class LargeBodiesTest {
    private static final byte[] LARGE = new byte[5 * 1024 * 1024];

    /** A client address takes at most half of the budget. */
    private static final int FITTING = GatewayServer.LARGE_BODY_BYTES / 2 / LARGE.length;

    private final ScriptedFunction function = new ScriptedFunction();
    private final GatewayServer gateway =
            new GatewayServer(
                    function, Plans.http(null, Plans.route("$default", PayloadFormat.V2)));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }

    @Test
    void largeBodiesWaitingForTheirResponsesTakeNoMoreThanTheirBudget() throws Exception {
        Promise<InvocationResult> response = Promise.promise();
        CountDownLatch reached = new CountDownLatch(FITTING);
        function.does(
                _ -> {
                    reached.countDown();
                    return response.future();
                });
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        for (int i = 0; i < FITTING; i++) {
            running.add(
                    client.sendAsync(request(LARGE).build(), HttpResponse.BodyHandlers.ofString()));
        }
        assertThat(reached.await(120, TimeUnit.SECONDS)).isTrue();
        function.responses("{\"statusCode\":200}");

        HttpResponse<String> rejected = post(LARGE);
        assertThat(rejected.statusCode()).isEqualTo(503);
        assertThat(rejected.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
        assertThat(post(new byte[1_000]).statusCode()).isEqualTo(200);

        response.complete(
                new InvocationResult(
                        200, Buffer.buffer("{\"statusCode\":200}"), null, "$LATEST", null));
        for (CompletableFuture<HttpResponse<String>> one : running) {
            assertThat(one.get(120, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(post(LARGE).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post(byte[] body) {
        return gateway.send(request(body));
    }

    private HttpRequest.Builder request(byte[] body) {
        return gateway.request(Plans.HTTP.apiId() + "/x")
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofByteArray(body));
    }
}
