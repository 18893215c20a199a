package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.http.outbound.AllowedTargets;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A tenant's URL does not lead to the machine that the gateway runs on. */
@Tag("node")
final class HttpProxyTargetsTest {
    private final AtomicInteger reached = new AtomicInteger();
    private final Backend backend =
            new Backend(
                    request -> {
                        reached.incrementAndGet();
                        request.response().end("the host's own");
                    });
    private GatewayServer gateway = new GatewayServer(new ScriptedFunction(), AllowedTargets.NONE);

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]", "127.1"})
    void anUnlistedTargetAnswersAsAnUnreachableOne(String host) {
        String uri = backend.uri("/").replace("127.0.0.1", host);
        publish("http://unreachable.invalid/");
        HttpResponse<String> restUnreachable = gateway.get("rest123456/prod/p");
        HttpResponse<String> httpUnreachable = gateway.get("http123456/api");

        publish(uri);

        assertSame(gateway.get("rest123456/prod/p"), restUnreachable);
        assertSame(gateway.get("http123456/api"), httpUnreachable);
        assertThat(reached).hasValue(0);
    }

    @Test
    void aListedTargetIsReached() {
        gateway.close();
        gateway =
                new GatewayServer(
                        new ScriptedFunction(),
                        AllowedTargets.parse("127.0.0.1:" + backend.port()));
        publish(backend.uri("/"));

        assertThat(gateway.get("rest123456/prod/p").body()).isEqualTo("the host's own");
        assertThat(gateway.get("http123456/api").body()).isEqualTo("the host's own");
    }

    @Test
    void aRedirectOfABackendGoesToTheClientAndIsNotFollowed() {
        try (Backend redirecting =
                new Backend(
                        request ->
                                request.response()
                                        .setStatusCode(302)
                                        .putHeader("Location", backend.uri("/"))
                                        .end())) {
            gateway.close();
            gateway =
                    new GatewayServer(
                            new ScriptedFunction(),
                            AllowedTargets.parse("127.0.0.1:" + redirecting.port()));
            publish(redirecting.uri("/"));

            assertThat(gateway.get("rest123456/prod/p").statusCode()).isEqualTo(302);
            assertThat(gateway.get("http123456/api").statusCode()).isEqualTo(302);
            assertThat(reached).hasValue(0);
        }
    }

    @Test
    void theLogNamesTheSettingInOneLineHoweverOftenItHappens() {
        Logger log = (Logger) LoggerFactory.getLogger("dev.gatehouse.http.outbound");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        publish(backend.uri("/"));

        for (int i = 0; i < 20; i++) {
            gateway.get("http123456/api");
        }

        log.detachAppender(lines);
        assertThat(lines.list).hasSizeBetween(1, 5);
        assertThat(lines.list.getFirst().getFormattedMessage())
                .contains("--set integration.allow=127.0.0.1:" + backend.port());
    }

    private void publish(String uri) {
        gateway.plans.publish(
                Plans.http(null, Plans.proxy("GET /api", uri, Duration.ofSeconds(5))));
        gateway.plans.publish(
                Plans.rest(
                        Plans.resource(
                                "/p",
                                "GET",
                                new RestIntegration.HttpProxy(
                                        "GET",
                                        new StageText(uri),
                                        List.of(),
                                        Duration.ofSeconds(5)))));
    }

    private static void assertSame(HttpResponse<String> response, HttpResponse<String> expected) {
        assertThat(response.statusCode()).isEqualTo(expected.statusCode());
        assertThat(response.body()).isEqualTo(expected.body());
    }
}
