package dev.gatehouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.wire.format.CborWriter;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.protocol.Identified;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @Test
    void onlyWhatSpeaksJsonIsReadAsTheOlderCbor() {
        // {"TopicArn": "allowed"} and {"Bucket": "allowed"}, which are not what is read elsewhere.
        assertThat(member("sns", "/", "Action=Publish&TopicArn=other", "TopicArn"))
                .isEqualTo("other");
        assertThat(member("s3", "/other/key", "x-id=GetObject", "Bucket")).isEqualTo("other");
    }

    private static @Nullable Object member(
            String service, String path, String query, String member) {
        byte[] cbor = CborWriter.write(Map.of(member, "allowed"));
        Headers headers = Headers.builder().add("Content-Type", "application/x-amz-cbor").build();
        WireRequest request = new WireRequest("GET", path, query, headers, cbor, "127.0.0.1");
        Identified.Known known =
                (Identified.Known) new ForeignServices().identify(service, request).getFirst();
        return ForeignServices.input(known.protocol(), known.operation(), request).value(member);
    }

    private static String action(String path, String query, Headers headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ForeignServices.action(
                "athena", new WireRequest("POST", path, query, headers, bytes, "127.0.0.1"));
    }
}
