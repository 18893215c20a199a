package dev.gatehouse.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.map.LogFormat;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What access logs hear of a call beside its request. */
@Tag("unit")
class CallTrailTest {
    private final CallTrail trail =
            new CallTrail(() -> Map.of("stage", "live", "integration.status", "none")::get);

    @Test
    void tellsWhatIsWrongWithABody() {
        trail.rejected(Rejection.invalidBody("[no name]"));

        assertThat(
                        line(
                                "$context.stage $context.error.responseType"
                                        + " $context.error.messageString"
                                        + " $context.error.validationErrorString"))
                .isEqualTo("live BAD_REQUEST_BODY \"Invalid request body\" [no name]");
    }

    @Test
    void tellsOfTheIntegrationWhatItSaid() {
        assertThat(line("$context.integration.status $context.error.message")).isEqualTo("- -");
        trail.integrated(200);
        assertThat(line("$context.integrationStatus $context.integration.status"))
                .isEqualTo("200 200");
        trail.tell("integration.status", 404);
        assertThat(line("$context.integrationStatus $context.integration.status"))
                .isEqualTo("200 404");
    }

    private String line(String format) {
        return LogFormat.of(format).line(trail.variables());
    }
}
