package dev.gatehouse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.http.Body;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What events tell of a caller who was authorized. */
@Tag("unit")
final class AuthorizedEventsTest {
    private static final Authorized CALLER =
            new Authorized(
                    "user|a1",
                    Map.of("tenant", "blue"),
                    null,
                    Map.of(
                            "accountId", "123456789012",
                            "userArn", "arn:aws:iam::123456789012:user/ann",
                            "user", "AIDAEXAMPLE",
                            "apiKey", "secret",
                            "apiKeyId", "key1"),
                    null,
                    null);
    private static final Arrival.Sent SENT =
            new Arrival.Sent("/prod/x", HostAndPort.create("abc.example", -1), false);
    private static final ClientRequest REQUEST =
            new ClientRequest(
                    new RequestLine("GET", "/prod/x", null, "HTTP/1.1"),
                    HttpHeaders.headers(),
                    Body.NONE,
                    new Arrival("192.0.2.1", Arrival.Tls.UNTOLD, 443, "abc.example", 0, SENT),
                    RequestIds.next(null, 0),
                    _ -> {});
    private static final ApiStage STAGE = new ApiStage("123456789012", "abc", "prod", Map.of());

    @Test
    void aRestEventHasTheAuthorizersWordsAndTheIdentity() throws IOException {
        ResourceMatch match = new ResourceMatch(STAGE, "d1", "r1", "/x", "/x", Map.of(), null);

        JsonNode context = context(EventV1.rest(REQUEST, match, CALLER, false));

        assertThat(context.path("authorizer").path("principalId").asText()).isEqualTo("user|a1");
        assertThat(context.path("authorizer").path("tenant").asText()).isEqualTo("blue");
        JsonNode identity = context.path("identity");
        assertThat(identity.path("accountId").asText()).isEqualTo("123456789012");
        assertThat(identity.path("userArn").asText())
                .isEqualTo("arn:aws:iam::123456789012:user/ann");
        assertThat(identity.path("user").asText()).isEqualTo("AIDAEXAMPLE");
        assertThat(identity.path("caller").isNull()).isTrue();
        assertThat(identity.path("apiKey").asText()).isEqualTo("secret");
        assertThat(identity.path("apiKeyId").asText()).isEqualTo("key1");
    }

    @Test
    void anEventOfNobodyKnownHasNoAuthorizerAndNoKey() throws IOException {
        ResourceMatch match = new ResourceMatch(STAGE, "d1", "r1", "/x", "/x", Map.of(), null);

        JsonNode context = context(EventV1.rest(REQUEST, match, Authorized.ANONYMOUS, false));

        assertThat(context.has("authorizer")).isFalse();
        assertThat(context.path("identity").has("apiKey")).isFalse();
    }

    @Test
    void anEventInFormatTwoHasWhatALambdaAuthorizerSaid() throws IOException {
        RouteMatch match = new RouteMatch(STAGE, "GET /x", "/prod/x", Map.of());

        JsonNode context = context(EventV2.of(REQUEST, match, CALLER));

        assertThat(context.path("authorizer").path("lambda").path("tenant").asText())
                .isEqualTo("blue");
        assertThat(context(EventV2.of(REQUEST, match, Authorized.ANONYMOUS)).has("authorizer"))
                .isFalse();
    }

    private static JsonNode context(Buffer event) throws IOException {
        return new ObjectMapper().readTree(event.getBytes()).path("requestContext");
    }
}
