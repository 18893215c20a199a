package dev.gatehouse.gateway.map;

import io.vertx.core.MultiMap;

/** Sets headers whose values come from requests and templates, and may be anything. */
public final class MappedHeaders {
    private MappedHeaders() {}

    /**
     * Sets a header in place of earlier ones of its name. A value no header can carry, such as a
     * decoded line break, leaves it out: a client must not be able to fail the call, or to make a
     * header of its own.
     */
    public static void set(MultiMap headers, String name, String value) {
        try {
            headers.set(name, value);
        } catch (IllegalArgumentException unfit) {
            headers.remove(name);
        }
    }

    /** Adds a header to earlier ones of its name, unless no header can carry its value. */
    public static void add(MultiMap headers, String name, String value) {
        try {
            headers.add(name, value);
        } catch (IllegalArgumentException unfit) {
            // As above: the rest of the call goes on.
        }
    }
}
