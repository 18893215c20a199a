package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Compares events with files beside the tests; what differs from run to run is blanked. */
final class Golden {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final Map<String, String> BLANKED =
            Map.of(
                    "requestId", "<id>",
                    "extendedRequestId", "<id>",
                    "X-Amzn-Trace-Id", "<trace>",
                    "x-amzn-trace-id", "<trace>",
                    "X-Forwarded-Port", "<port>",
                    "x-forwarded-port", "<port>");

    private Golden() {}

    static void assertSame(Buffer event, String file) {
        try (InputStream golden = Golden.class.getResourceAsStream(file)) {
            Objects.requireNonNull(golden, file);
            String expected = new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(pretty(event.getBytes())).isEqualTo(expected);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    static JsonNode tree(Buffer event) {
        try {
            return JSON.readTree(event.getBytes());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String pretty(byte[] json) throws IOException {
        JsonNode tree = JSON.readTree(json);
        blank(tree);
        Object sorted = JSON.treeToValue(tree, Object.class);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sorted);
    }

    private static void blank(JsonNode node) {
        if (node instanceof ObjectNode object) {
            BLANKED.forEach(
                    (name, blank) -> {
                        if (object.path(name).isTextual()) {
                            object.put(name, blank);
                        } else if (object.path(name).isArray()) {
                            object.putArray(name).add(blank);
                        }
                    });
        }
        node.forEach(Golden::blank);
    }
}
