package dev.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.kernel.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In what form a document is written. */
public enum ExportForm {
    JSON,
    YAML;

    /** The form that a request accepts; JSON, unless it says otherwise. */
    public static ExportForm of(@Nullable String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("yaml") ? YAML : JSON;
    }

    /** The document as bytes. */
    public byte[] write(JsonNode document) {
        String text =
                switch (this) {
                    case JSON -> document.toPrettyString();
                    case YAML -> YamlTree.write(document);
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How the names of such files end. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
