package dev.gatehouse.gateway.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions of HTTP APIs find in bodies. */
@Tag("unit")
class SelectionExpressionTest {
    private static final int KILOBYTE = 1024;

    @Test
    void aBodyIsCutOffBehindAHundredKilobytesBeforeItIsLookedInto() {
        String body =
                "{\"first\":{\"a\":[1,{\"b\":\"é\"}]},\"long\":\"%s\",\"last\":true}"
                        .formatted("x".repeat(101 * KILOBYTE));

        assertThat(found("$request.body.first.a[1].b", body)).isEqualTo("é");
        assertThat(found("$request.body.first", body)).isEqualTo("{\"a\":[1,{\"b\":\"é\"}]}");
        assertThat(found("$request.body.long", body)).isNull();
        assertThat(found("$request.body.last", body)).isNull();
        assertThat(found("$request.body", body)).isEqualTo(body);
        assertThat(found("$request.body.last", body.replace("xx", ""))).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(
            value = {"123|", "\"abc\"|abc", "tru|", "{\"a\":1|{}", "[true,1|[true]"},
            delimiter = '|')
    void whatTheCutGoesThroughIsNotThere(String cut, @Nullable String value) {
        String head = "{\"pad\":\"%s\",\"v\":" + cut;
        String body = head.formatted("x".repeat(100 * KILOBYTE - head.length() + 2)) + "4,\"w\":1}";

        assertThat(found("$request.body.v", body)).isEqualTo(value);
        assertThat(found("$request.body.w", body)).isNull();
    }

    @Test
    void aLongBodyThatIsNoJsonHasNothingInIt() {
        assertThat(found("$request.body.a", "é".repeat(60 * KILOBYTE))).isNull();
    }

    @Test
    void manyDigitsBeforeTheCutTakeNoTime() {
        String body = "{\"a\":\"%sx%s\"}".formatted("1".repeat(99 * KILOBYTE), "y".repeat(9_000));

        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> assertThat(found("$request.body.a", body)).isNull());
    }

    private static @Nullable String found(String expression, String body) {
        return SelectionExpression.ofRequest(expression)
                .orElseThrow()
                .valueFrom(
                        new MappingInput(
                                HttpHeaders.headers(),
                                Map.of(),
                                Map.of(),
                                new JsonBody(body),
                                new ContextVariables(),
                                Map.of()));
    }
}
