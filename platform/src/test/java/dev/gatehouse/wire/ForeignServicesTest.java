package dev.gatehouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is asked of a service whose operations are not known. */
@Tag("unit")
class ForeignServicesTest {
    @Test
    void itIsWhatItsTargetQueryOrFormNames() {
        Headers target = Headers.builder().add("X-Amz-Target", "AmazonAthena.GetQuery").build();
        assertThat(action("/", "", target, "{\"Sql\": \"LIKE '%a'\"}"))
                .isEqualTo("athena:GetQuery");
        assertThat(action("/", "Action=Get&Version=1", Headers.NONE, "")).isEqualTo("athena:Get");
        assertThat(action("/", "", Headers.NONE, "Version=1&Action=Get")).isEqualTo("athena:Get");
    }

    @Test
    void itIsEverythingWhereThatIsNotClear() {
        Headers target = Headers.builder().add("X-Amz-Target", "AmazonAthena.GetQuery").build();
        assertThat(action("/", "", target, "Action=DeleteQuery")).isEqualTo("athena:*");
        assertThat(action("/", "", Headers.NONE, "")).isEqualTo("athena:*");
        assertThat(action("/queries/1", "Action=GetQuery", target, ""))
                .as("it speaks by paths, and goes by nothing else")
                .isEqualTo("athena:*");
    }

    private static String action(String path, String query, Headers headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ForeignServices.action(
                "athena", new WireRequest("POST", path, query, headers, bytes, "127.0.0.1"));
    }
}
