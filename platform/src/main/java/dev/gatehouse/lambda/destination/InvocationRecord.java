package dev.gatehouse.lambda.destination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.gatehouse.function.InvocationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The record of an asynchronous event that has ended, as destinations get it. Its form is recorded
 * from AWS.
 */
public final class InvocationRecord {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] EMPTY_EVENT = {'{', '}'};

    /** Why an event has ended, in AWS's words. */
    public enum Condition {
        SUCCESS("Success"),
        RETRIES_EXHAUSTED("RetriesExhausted"),
        EVENT_AGE_EXCEEDED("EventAgeExceeded"),
        ZERO_RESERVED_CONCURRENCY("ZeroReservedConcurrency");

        private final String text;

        Condition(String text) {
            this.text = text;
        }
    }

    private InvocationRecord() {}

    /**
     * Writes a record.
     *
     * @param function the ARN that the event was sent to, with its version or alias
     * @param invocations how often the function was run with it
     * @param last what the function made of it at last; null where it never ran
     */
    public static byte[] of(
            String function,
            String requestId,
            Condition condition,
            int invocations,
            byte[] event,
            @Nullable InvocationResult last,
            Instant now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 + event.length);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeStringField("timestamp", now.truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeObjectFieldStart("requestContext");
            json.writeStringField("requestId", requestId);
            json.writeStringField("functionArn", function);
            json.writeStringField("condition", condition.text);
            json.writeNumberField("approximateInvokeCount", invocations);
            json.writeEndObject();
            json.writeFieldName("requestPayload");
            value(json, event.length == 0 ? EMPTY_EVENT : event);
            if (last != null) {
                response(json, last);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes all that is written", e);
        }
        return out.toByteArray();
    }

    private static void response(JsonGenerator json, InvocationResult last) throws IOException {
        json.writeObjectFieldStart("responseContext");
        json.writeNumberField("statusCode", 200);
        json.writeStringField("executedVersion", last.executedVersion());
        if (last.functionError() != null) {
            json.writeStringField("functionError", last.functionError());
        }
        json.writeEndObject();
        json.writeFieldName("responsePayload");
        value(json, last.payload().getBytes());
    }

    /** As it is; text where it is no JSON, as of a runtime that returns what it likes. */
    private static void value(JsonGenerator json, byte[] value) throws IOException {
        String text = new String(value, StandardCharsets.UTF_8);
        if (isJson(text)) {
            json.writeRawValue(text);
        } else {
            json.writeString(text);
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
