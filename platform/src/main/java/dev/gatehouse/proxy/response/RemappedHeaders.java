package dev.gatehouse.proxy.response;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/**
 * The headers of an integration's response that REST APIs do not pass on under their name: some
 * become {@code x-amzn-Remapped-…}, those of the connection are dropped.
 */
public final class RemappedHeaders {
    private static final String PREFIX = "x-amzn-Remapped-";

    private RemappedHeaders() {}

    /** The headers as a REST API sends them on; the same object when nothing needs to change. */
    public static MultiMap rest(MultiMap headers) {
        boolean plain = true;
        for (Map.Entry<String, String> header : headers) {
            plain &= fate(header.getKey()) == Fate.KEPT;
        }
        if (plain) {
            return headers;
        }
        MultiMap changed = HttpHeaders.headers();
        for (Map.Entry<String, String> header : headers) {
            switch (fate(header.getKey())) {
                case KEPT -> changed.add(header.getKey(), header.getValue());
                case REMAPPED -> changed.add(PREFIX + header.getKey(), header.getValue());
                case DROPPED -> {}
            }
        }
        return changed;
    }

    /**
     * The headers as an HTTP API sends them on: without those of the connection. Changes and
     * returns its argument.
     */
    public static MultiMap http(MultiMap headers) {
        for (String name :
                new String[] {
                    "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade"
                }) {
            headers.remove(name);
        }
        return headers.remove(HttpHeaders.CONTENT_LENGTH).remove("Proxy-Authenticate");
    }

    private enum Fate {
        KEPT,
        REMAPPED,
        DROPPED
    }

    private static Fate fate(String name) {
        return switch (name.length()) {
            case 2 -> when(name, Fate.DROPPED, "TE");
            case 4 -> when(name, Fate.REMAPPED, "Date", "Host");
            case 6 ->
                    name.equalsIgnoreCase("Expect")
                            ? Fate.DROPPED
                            : when(name, Fate.REMAPPED, "Server");
            case 7 -> when(name, Fate.DROPPED, "Trailer", "Upgrade");
            case 10 ->
                    name.equalsIgnoreCase("Keep-Alive")
                            ? Fate.DROPPED
                            : when(name, Fate.REMAPPED, "Connection", "User-Agent");
            case 11 -> when(name, Fate.REMAPPED, "Content-MD5");
            case 12 -> when(name, Fate.REMAPPED, "Max-Forwards");
            case 13 -> when(name, Fate.REMAPPED, "Authorization");
            case 14 -> when(name, Fate.REMAPPED, "Content-Length");
            case 16 -> when(name, Fate.REMAPPED, "WWW-Authenticate", "x-amzn-RequestId");
            case 17 -> when(name, Fate.DROPPED, "Transfer-Encoding");
            case 18 -> when(name, Fate.DROPPED, "Proxy-Authenticate");
            default -> Fate.KEPT;
        };
    }

    private static Fate when(String name, Fate fate, String... these) {
        for (String one : these) {
            if (one.equalsIgnoreCase(name)) {
                return fate;
            }
        }
        return Fate.KEPT;
    }
}
