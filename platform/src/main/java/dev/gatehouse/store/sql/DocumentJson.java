package dev.gatehouse.store.sql;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.gatehouse.store.StoreException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The JSON form of documents: record components by name, nulls left out, times as ISO 8601.
 * Whatever is written can be read: nesting has one limit on both sides, and the lengths of names,
 * texts and numbers have none but the document's own.
 */
final class DocumentJson {
    private static final int DEPTH_MAX = 1_000;

    /** Characters; a row of either database holds many times as much. */
    private static final int LENGTH_MAX = 64 << 20;

    private static final JsonFactory FORM =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxNameLength(LENGTH_MAX)
                                    .maxStringLength(LENGTH_MAX)
                                    .maxNumberLength(LENGTH_MAX)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    // Names of members may be anybody's: none is kept.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build();

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(FORM)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                    .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                    .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                    .serializationInclusion(JsonInclude.Include.NON_NULL)
                    .addModule(times())
                    .build();

    private static final ObjectWriter ESCAPING =
            MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private DocumentJson() {}

    /**
     * @throws StoreException the value is nothing that could be read again: too deep, or too long
     */
    static String write(Object value) {
        try {
            String json = MAPPER.writeValueAsString(value);
            if (json.length() > LENGTH_MAX) {
                throw new StoreException("a document of " + json.length() + " characters");
            }
            return isUnicode(json) ? json : escaped(value);
        } catch (JsonProcessingException e) {
            throw new StoreException("not a document: " + value.getClass(), e);
        }
    }

    /** In texts it can be read again, in names of members not. */
    private static String escaped(Object value) throws JsonProcessingException {
        String json = ESCAPING.writeValueAsString(value);
        MAPPER.readTree(json);
        return json;
    }

    /** Half a surrogate pair has no UTF-8 form, and would come back as a question mark. */
    private static boolean isUnicode(String json) {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new StoreException("a stored document is not a " + type.getSimpleName(), e);
        }
    }

    private static SimpleModule times() {
        SimpleModule module = new SimpleModule("times");
        module.addSerializer(Instant.class, ToStringSerializer.instance);
        module.addSerializer(Duration.class, ToStringSerializer.instance);
        module.addDeserializer(Instant.class, new InstantReader());
        module.addDeserializer(Duration.class, new DurationReader());
        return module;
    }

    private static final class InstantReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String text, DeserializationContext context)
                throws IOException {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw context.weirdStringException(text, Instant.class, "not an instant");
            }
        }
    }

    private static final class DurationReader extends FromStringDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        protected Duration _deserialize(String text, DeserializationContext context)
                throws IOException {
            try {
                return Duration.parse(text);
            } catch (DateTimeException e) {
                throw context.weirdStringException(text, Duration.class, "not a duration");
            }
        }
    }
}
