package dev.gatehouse.proxy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The headers of a request as a function sees them: without those that concern only the connection,
 * with those the gateway adds, and in the casing AWS gives them.
 */
final class EventHeaders {
    private static final int ADDED = 5;

    private String[] names;
    private String[] values;
    private int count;

    private EventHeaders(int expected) {
        names = new String[expected];
        values = new String[expected];
    }

    /** As a REST API hands them on: the client's casing, but for a few names. */
    static EventHeaders rest(ClientRequest request) {
        EventHeaders headers = new EventHeaders(request.headers().size() + ADDED);
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey();
            if (!ofConnection(name) && !replaced(name)) {
                headers.add(canonical(name), header.getValue());
            }
        }
        headers.addForwarded(request);
        return headers;
    }

    /** As an HTTP API hands them on in format 1.0: like REST, with the body's length. */
    static EventHeaders httpV1(ClientRequest request) {
        EventHeaders headers = rest(request);
        headers.add("Content-Length", Integer.toString(request.payload().length()));
        return headers;
    }

    /** As an HTTP API hands them on in format 2.0: names in lower case, cookies apart. */
    static EventHeaders httpV2(ClientRequest request) {
        EventHeaders headers = httpV1(request);
        int kept = 0;
        for (int i = 0; i < headers.count; i++) {
            String name = headers.names[i].toLowerCase(Locale.ROOT);
            if (!name.equals("cookie")) {
                headers.names[kept] = name;
                headers.values[kept++] = headers.values[i];
            }
        }
        headers.count = kept;
        return headers;
    }

    /** Writes an object of name to last value. */
    void writeSingle(JsonWriter json, String member) {
        json.open(member);
        for (int i = 0; i < count; i++) {
            if (first(i)) {
                json.member(names[i], values[last(i)]);
            }
        }
        json.close();
    }

    /** Writes an object of name to array of values. */
    void writeMulti(JsonWriter json, String member) {
        json.open(member);
        for (int i = 0; i < count; i++) {
            if (first(i)) {
                json.openArray(names[i]);
                for (int same = i; same >= 0; same = next(same)) {
                    json.element(values[same]);
                }
                json.closeArray();
            }
        }
        json.close();
    }

    /** Writes an object of name to all values, joined by commas. */
    void writeJoined(JsonWriter json, String member) {
        json.open(member);
        for (int i = 0; i < count; i++) {
            if (first(i)) {
                json.member(names[i], joined(i));
            }
        }
        json.close();
    }

    private String joined(int first) {
        int same = next(first);
        if (same < 0) {
            return values[first];
        }
        StringBuilder all = new StringBuilder(values[first]);
        for (; same >= 0; same = next(same)) {
            all.append(',').append(values[same]);
        }
        return all.toString();
    }

    private boolean first(int index) {
        for (int i = 0; i < index; i++) {
            if (names[i].equalsIgnoreCase(names[index])) {
                return false;
            }
        }
        return true;
    }

    private int last(int index) {
        int last = index;
        for (int same = next(index); same >= 0; same = next(same)) {
            last = same;
        }
        return last;
    }

    /** The next header of the same name, or -1. */
    private int next(int index) {
        for (int i = index + 1; i < count; i++) {
            if (names[i].equalsIgnoreCase(names[index])) {
                return i;
            }
        }
        return -1;
    }

    private void addForwarded(ClientRequest request) {
        add("X-Amzn-Trace-Id", request.ids().trace());
        add("X-Forwarded-For", request.forwardedFor());
        add("X-Forwarded-Port", Integer.toString(request.arrival().port()));
        add("X-Forwarded-Proto", request.arrival().scheme());
    }

    private void add(String name, String value) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        names[count] = name;
        values[count++] = value;
    }

    private static String canonical(String name) {
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("Host") ? "Host" : name;
            case 10 -> name.equalsIgnoreCase("User-Agent") ? "User-Agent" : name;
            case 13 -> name.equalsIgnoreCase("Authorization") ? "Authorization" : name;
            default -> name;
        };
    }

    private static boolean replaced(String name) {
        return switch (name.length()) {
            case 15 ->
                    name.equalsIgnoreCase("X-Forwarded-For")
                            || name.equalsIgnoreCase("X-Amzn-Trace-Id");
            case 16 -> name.equalsIgnoreCase("X-Forwarded-Port");
            case 17 -> name.equalsIgnoreCase("X-Forwarded-Proto");
            default -> false;
        };
    }

    /**
     * The headers AWS keeps from integrations; by length, since this runs for every header of every
     * request.
     */
    private static boolean ofConnection(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("TE");
            case 6 -> name.equalsIgnoreCase("Expect") || name.equalsIgnoreCase("Server");
            case 7 -> name.equalsIgnoreCase("Trailer") || name.equalsIgnoreCase("Upgrade");
            case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
            case 11 -> name.equalsIgnoreCase("Content-MD5");
            case 12 -> name.equalsIgnoreCase("Max-Forwards");
            case 14 -> name.equalsIgnoreCase("Content-Length");
            case 16 -> name.equalsIgnoreCase("WWW-Authenticate");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            case 18 -> name.equalsIgnoreCase("Proxy-Authenticate");
            default -> false;
        };
    }
}
