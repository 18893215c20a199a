package dev.gatehouse.gateway.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A body as templates and mapped parameters see it: text, and JSON for who asks for a path in it.
 */
public final class JsonBody {
    /** What a body that is empty reads as; recorded from AWS. */
    private static final String EMPTY = "{}";

    private static final String ROOT = "$";

    /** Bytes of UTF-8 for one {@code char}. */
    private static final int LONGEST_CHARACTER = 3;

    private static final Configuration PATHS =
            Configuration.builder().options(Option.SUPPRESS_EXCEPTIONS).build();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String text;
    private @Nullable Object document;

    public JsonBody(String text) {
        this.text = text;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** The body cut off behind so many bytes, with what of its JSON stands whole before that. */
    JsonBody cutAt(int bytes) {
        if (text.length() <= bytes / LONGEST_CHARACTER) {
            return this;
        }
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        if (all.length <= bytes) {
            return this;
        }
        JsonBody cut = new JsonBody(new String(all, 0, bytes, StandardCharsets.UTF_8));
        cut.document = CutJson.read(cut.text);
        return cut;
    }

    /** The body as it came; {@code {}} when there is none. */
    String text() {
        return text.isEmpty() ? EMPTY : text;
    }

    /** The value at a JSONPath; null when there is none, or the body is no JSON. */
    @Nullable Object path(String path) {
        try {
            if (path.equals(ROOT)) {
                return document();
            }
            return PathBounds.allow(path, text.length())
                    ? JsonPath.using(PATHS).parse(document()).read(path)
                    : null;
        } catch (JsonPathException | IllegalArgumentException broken) {
            return null;
        }
    }

    /** The value at a JSONPath as the key of something; null when there is none. */
    public @Nullable String key(String path) {
        Object value = path(path);
        return value == null || value instanceof String ? (String) value : json(value);
    }

    /** A value of it as JSON. */
    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new TemplateException(impossible.getOriginalMessage());
        }
    }

    private Object document() {
        if (document == null) {
            document = PATHS.jsonProvider().parse(text());
        }
        return document;
    }
}
