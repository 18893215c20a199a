package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceCalls.ServiceRequest;
import dev.gatehouse.gateway.plan.integration.ServiceSubtype;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the parameters of an integration make: each service's protocol has them its own
 * way.
 */
final class ServiceParameters {
    private static final List<String> LISTS =
            List.of("Resources", "AttributeNames", "MessageAttributeNames");

    private ServiceParameters() {}

    /** A value that its service's protocol cannot have. Stackless. */
    static final class UnfitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /**
         * @param parameter whose value it is
         */
        UnfitException(String parameter) {
            super(parameter, null, false, false);
        }
    }

    /**
     * @param values the parameters but for the region
     * @param trace X-Ray's header
     * @throws UnfitException where a value is none of its parameter's
     */
    static ServiceRequest request(
            ServiceSubtype subtype, Map<String, String> values, String trace) {
        return switch (subtype) {
            case EVENT_BRIDGE_PUT_EVENTS -> {
                JsonArray entries = new JsonArray().add(event(values));
                yield json(subtype, new JsonObject().put("Entries", entries), trace);
            }
            case SQS_SEND_MESSAGE, SQS_RECEIVE_MESSAGE, SQS_DELETE_MESSAGE, SQS_PURGE_QUEUE ->
                    request(subtype.service(), subtype.action(), form(values), trace);
            case KINESIS_PUT_RECORD -> json(subtype, record(values), trace);
            case STEP_FUNCTIONS_START_EXECUTION,
                    STEP_FUNCTIONS_START_SYNC_EXECUTION,
                    STEP_FUNCTIONS_STOP_EXECUTION ->
                    json(subtype, execution(values), trace);
            case APP_CONFIG_GET_CONFIGURATION -> configuration(values, trace);
        };
    }

    private static JsonObject event(Map<String, String> values) {
        JsonObject event = new JsonObject();
        values.forEach(
                (name, value) ->
                        event.put(
                                name,
                                switch (name) {
                                    case "Time" -> seconds(value);
                                    case "Resources" -> new JsonArray(list(name, value));
                                    default -> value;
                                }));
        return event;
    }

    /** A timestamp in words, or in seconds. */
    private static Number seconds(String value) {
        try {
            return value.matches("\\d{1,12}(\\.\\d{1,9})?")
                    ? (Number) Double.valueOf(value)
                    : (Number) Instant.parse(value).getEpochSecond();
        } catch (DateTimeException noTime) {
            throw new UnfitException("Time");
        }
    }

    private static JsonObject record(Map<String, String> values) {
        JsonObject record = new JsonObject();
        values.forEach(
                (name, value) -> record.put(name, name.equals("Data") ? base64(value) : value));
        return record;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject execution(Map<String, String> values) {
        JsonObject execution = new JsonObject();
        values.forEach(
                (name, value) ->
                        execution.put(
                                Character.toLowerCase(name.charAt(0)) + name.substring(1), value));
        return execution;
    }

    private static ServiceRequest configuration(Map<String, String> values, String trace) {
        StringJoiner path = new StringJoiner("/", "/", "");
        path.add("applications").add(encoded(values.getOrDefault("Application", "")));
        path.add("environments").add(encoded(values.getOrDefault("Environment", "")));
        path.add("configurations").add(encoded(values.getOrDefault("Configuration", "")));
        String version = values.get("ClientConfigurationVersion");
        return new ServiceRequest(
                ServiceSubtype.APP_CONFIG_GET_CONFIGURATION.service(),
                null,
                "GET",
                path.toString(),
                "client_id="
                        + encoded(values.getOrDefault("ClientId", ""))
                        + (version == null
                                ? ""
                                : "&client_configuration_version=" + encoded(version)),
                headers(trace),
                Buffer.buffer());
    }

    private static String form(Map<String, String> values) {
        StringJoiner form = new StringJoiner("&");
        values.forEach(
                (name, value) -> {
                    if (LISTS.contains(name)) {
                        List<String> items = list(name, value);
                        String item = name.substring(0, name.length() - 1);
                        for (int i = 0; i < items.size(); i++) {
                            form.add(pair(item + '.' + (i + 1), items.get(i)));
                        }
                    } else if (name.endsWith("Attributes")) {
                        addAttributes(form, name, value);
                    } else {
                        form.add(pair(name, value));
                    }
                });
        return form.toString();
    }

    private static void addAttributes(StringJoiner form, String name, String value) {
        String item = name.substring(0, name.length() - 1);
        int number = 0;
        for (Map.Entry<String, Object> attribute : object(name, value)) {
            if (!(attribute.getValue() instanceof JsonObject typed)) {
                throw new UnfitException(name);
            }
            number++;
            String prefix = item + '.' + number;
            form.add(pair(prefix + ".Name", attribute.getKey()));
            for (Map.Entry<String, Object> part : typed) {
                form.add(pair(prefix + ".Value." + part.getKey(), text(part.getValue())));
            }
        }
    }

    private static JsonObject object(String name, String value) {
        try {
            return new JsonObject(value);
        } catch (DecodeException noObject) {
            throw new UnfitException(name);
        }
    }

    /** A list in JSON, or with commas. */
    private static List<String> list(String name, String value) {
        if (!value.startsWith("[")) {
            return List.of(value.split(",", -1));
        }
        try {
            List<String> items = new ArrayList<>();
            new JsonArray(value).forEach(item -> items.add(text(item)));
            return items;
        } catch (DecodeException noList) {
            throw new UnfitException(name);
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String pair(String name, String value) {
        return encoded(name) + '=' + encoded(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ServiceRequest json(ServiceSubtype subtype, JsonObject body, String trace) {
        return request(subtype.service(), subtype.action(), body.encode(), trace);
    }

    private static ServiceRequest request(
            String service, String action, String body, String trace) {
        return new ServiceRequest(
                service, action, "POST", "/", "", headers(trace), Buffer.buffer(body));
    }

    private static MultiMap headers(String trace) {
        return HttpHeaders.headers().set("X-Amzn-Trace-Id", trace);
    }
}
