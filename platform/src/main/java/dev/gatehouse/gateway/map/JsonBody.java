package dev.gatehouse.gateway.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A body as templates and mapped parameters see it: text, and JSON for who asks for a path in it.
 */
public final class JsonBody {
    /** What a body that is empty reads as; recorded from AWS. */
    private static final String EMPTY = "{}";

    private static final String ROOT = "$";

    private static final int BEGINNING_BYTES = 100 * 1024;

    /** Bytes of UTF-8 for one {@code char}. */
    private static final int LONGEST_CHARACTER = 3;

    private static final Configuration PATHS =
            Configuration.builder().options(Option.SUPPRESS_EXCEPTIONS).build();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable Buffer bytes;
    private @Nullable String decoded;
    private @Nullable Object document;
    private @Nullable JsonBody beginning;

    public JsonBody(String text) {
        this.bytes = null;
        this.decoded = text;
    }

    /** Decoded only where anything looks at it. */
    public JsonBody(Buffer bytes) {
        this.bytes = bytes;
    }

    boolean isEmpty() {
        return bytes == null ? raw().isEmpty() : bytes.length() == 0;
    }

    private String raw() {
        String text = decoded;
        if (text == null) {
            text = String.valueOf(bytes);
            decoded = text;
        }
        return text;
    }

    /**
     * The body as far as expressions of HTTP APIs look into it, with what of its JSON stands whole
     * before the cut.
     */
    JsonBody beginning() {
        JsonBody known = beginning;
        if (known == null) {
            known = raw().length() <= BEGINNING_BYTES / LONGEST_CHARACTER ? this : cut();
            beginning = known;
        }
        return known;
    }

    private JsonBody cut() {
        byte[] all = raw().getBytes(StandardCharsets.UTF_8);
        if (all.length <= BEGINNING_BYTES) {
            return this;
        }
        JsonBody cut = new JsonBody(new String(all, 0, BEGINNING_BYTES, StandardCharsets.UTF_8));
        cut.document = CutJson.read(cut.raw());
        return cut;
    }

    /** The body as it came; {@code {}} when there is none. */
    String text() {
        return isEmpty() ? EMPTY : raw();
    }

    /** The value at a JSONPath; null when there is none, or the body is no JSON. */
    @Nullable Object path(String path) {
        try {
            if (path.equals(ROOT)) {
                return document();
            }
            return PathBounds.allow(path, raw().length())
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
            document = read(text());
        }
        return document;
    }

    /**
     * Reads a JSON text.
     *
     * @throws JsonPathException it is none, or has numbers that take too long to read
     */
    static Object read(String json) {
        if (!NumberBounds.allow(json)) {
            throw new InvalidJsonException("a number is too long");
        }
        return PATHS.jsonProvider().parse(json);
    }
}
