package dev.gatehouse.gateway.authorize.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Claims as events tell them: as text, whatever they are, and differently by the sort of API. */
final class ClaimTexts {
    /** REST APIs write these as Java writes dates. */
    private static final Set<String> DATES = Set.of("exp", "iat");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private ClaimTexts() {}

    static Map<String, String> ofHttp(Map<String, Object> claims) {
        Map<String, String> texts = new LinkedHashMap<>();
        claims.forEach(
                (name, value) ->
                        texts.put(
                                name,
                                value instanceof List<?> list
                                        ? '[' + joined(list, " ") + ']'
                                        : text(value)));
        return Collections.unmodifiableMap(texts);
    }

    static Map<String, String> ofRest(Map<String, Object> claims) {
        Map<String, String> texts = new LinkedHashMap<>();
        claims.forEach((name, value) -> texts.put(name, ofRest(name, value)));
        return Collections.unmodifiableMap(texts);
    }

    private static String ofRest(String name, @Nullable Object value) {
        if (DATES.contains(name) && value instanceof Number seconds) {
            return DATE.format(Instant.ofEpochSecond(seconds.longValue()));
        }
        return value instanceof List<?> list ? joined(list, ",") : text(value);
    }

    private static String joined(List<?> list, String comma) {
        return list.stream().map(ClaimTexts::text).collect(Collectors.joining(comma));
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            try {
                return JSON.writeValueAsString(map);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return String.valueOf(value);
    }
}
