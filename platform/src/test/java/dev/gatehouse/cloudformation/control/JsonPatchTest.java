package dev.gatehouse.cloudformation.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.ServiceException;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Patches of Cloud Control's documents (RFC 6902), those that explode among them. */
@Tag("unit")
final class JsonPatchTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void changesADocument() throws Exception {
        assertThat(
                        patched(
                                "{\"a\":1,\"b\":[1,2]}",
                                "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2},"
                                        + "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b/-\"},"
                                        + "{\"op\":\"remove\",\"path\":\"/b/0\"}]"))
                .hasToString("{\"b\":[2,2],\"a\":2}");
    }

    @Test
    @Timeout(300)
    void copiesThatDoubleADocumentAreRejected() {
        String copy = "{\"op\":\"copy\",\"from\":\"/b\",\"path\":\"/b/-\"}";
        String patch = '[' + String.join(",", Collections.nCopies(100, copy)) + ']';
        assertThatThrownBy(() -> patched("{\"b\":[\"text\"]}", patch))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("Invalid patch");
    }

    private static ObjectNode patched(String document, String patch) throws Exception {
        return JsonPatch.applied((ObjectNode) JSON.readTree(document), patch);
    }
}
