package dev.gatehouse.proxy;

import java.util.List;
import java.util.Map;

/** Writes maps of parameters as members of an event. */
final class EventParameters {

    private EventParameters() {}

    /** An object of names and values; null when there are none. */
    static void writeOrNull(JsonWriter json, String member, Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            json.member(member, (String) null);
        } else {
            write(json, member, parameters);
        }
    }

    /** An object of names and values; nothing at all when there are none. */
    static void writeOrOmit(JsonWriter json, String member, Map<String, String> parameters) {
        if (!parameters.isEmpty()) {
            write(json, member, parameters);
        }
    }

    /** An object of names and last values; null when there are none. */
    static void writeLastOrNull(
            JsonWriter json, String member, Map<String, List<String>> parameters) {
        if (parameters.isEmpty()) {
            json.member(member, (String) null);
            return;
        }
        json.open(member);
        parameters.forEach((name, values) -> json.member(name, values.getLast()));
        json.close();
    }

    /** An object of names and arrays; null when there are none. */
    static void writeMultiOrNull(
            JsonWriter json, String member, Map<String, List<String>> parameters) {
        if (parameters.isEmpty()) {
            json.member(member, (String) null);
            return;
        }
        json.open(member);
        parameters.forEach(
                (name, values) -> {
                    json.openArray(name);
                    values.forEach(json::element);
                    json.closeArray();
                });
        json.close();
    }

    /** An object of names and values joined by commas; nothing at all when there are none. */
    static void writeJoinedOrOmit(
            JsonWriter json, String member, Map<String, List<String>> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        json.open(member);
        parameters.forEach((name, values) -> json.member(name, String.join(",", values)));
        json.close();
    }

    private static void write(JsonWriter json, String member, Map<String, String> parameters) {
        json.open(member);
        parameters.forEach(json::member);
        json.close();
    }
}
