package dev.gatehouse.gateway.map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what stands whole in a JSON text that was cut off somewhere. */
final class CutJson {
    private static final JsonFactory JSON = new JsonFactory();

    private static final String NUMERIC = "-+.eE0123456789";

    private final Deque<Object> open = new ArrayDeque<>();
    private @Nullable Object root;

    private CutJson() {}

    /** Maps, lists and values, each as far as it goes; null when there is nothing. */
    static @Nullable Object read(String text) {
        CutJson reader = new CutJson();
        try (JsonParser parser = JSON.createParser(withoutNumberAtEnd(text))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                reader.take(token, parser);
            }
        } catch (IOException cutHere) {
            return reader.root;
        }
        return reader.root;
    }

    /** Digits may have followed. */
    private static String withoutNumberAtEnd(String text) {
        int end = text.length();
        while (end > 0 && NUMERIC.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private void take(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case START_OBJECT -> begin(new LinkedHashMap<String, @Nullable Object>(), parser);
            case START_ARRAY -> begin(new ArrayList<@Nullable Object>(), parser);
            case END_OBJECT, END_ARRAY -> open.pop();
            case VALUE_STRING -> add(parser.getText(), parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> add(parser.getNumberValue(), parser);
            case VALUE_TRUE, VALUE_FALSE -> add(parser.getBooleanValue(), parser);
            case VALUE_NULL -> add(null, parser);
            case FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> {}
        }
    }

    private void begin(Object whole, JsonParser parser) throws IOException {
        add(whole, parser);
        open.push(whole);
    }

    @SuppressWarnings("unchecked")
    private void add(@Nullable Object value, JsonParser parser) throws IOException {
        switch (open.peek()) {
            case null -> root = value;
            case Map<?, ?> object ->
                    ((Map<String, @Nullable Object>) object).put(parser.currentName(), value);
            case List<?> list -> ((List<@Nullable Object>) list).add(value);
            default -> throw new IllegalStateException("neither a map nor a list");
        }
    }
}
