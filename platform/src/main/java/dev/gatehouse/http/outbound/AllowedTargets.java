package dev.gatehouse.http.outbound;

import dev.gatehouse.kernel.AddressRange;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The targets an operator allows beyond the public Internet. Each is {@code HOST:PORT} or {@code
 * HOST}: the host an address, a range such as {@code 10.0.0.0/8}, an IPv6 address or range in
 * brackets, a name as URLs have it ({@code *.} in front stands for any first labels), or {@code *};
 * the port a number or {@code *}. A name is allowed whatever addresses it resolves to.
 */
public record AllowedTargets(List<Pattern> patterns) {
    /** The public Internet only. */
    public static final AllowedTargets NONE = new AllowedTargets(List.of());

    /** The setting that holds the list, for the words of log lines. */
    public static final String SETTING = "integration.allow";

    private static final int ANY_PORT = 0;
    private static final int LAST_PORT = 65_535;

    public AllowedTargets {
        patterns = List.copyOf(patterns);
    }

    /**
     * One target.
     *
     * @param range the addresses; null for a name
     * @param name the name; null for addresses
     * @param port 0 for any
     */
    record Pattern(@Nullable AddressRange range, @Nullable String name, int port) {

        boolean coversName(String host, int at) {
            return name != null && coversPort(at) && covers(name, host);
        }

        boolean coversAddress(InetAddress address, int at) {
            return range != null && coversPort(at) && range.contains(address);
        }

        private boolean coversPort(int at) {
            return port == ANY_PORT || port == at;
        }

        private static boolean covers(String name, String host) {
            return name.equals("*")
                    || name.equals(host)
                    || (name.startsWith("*.") && host.endsWith(name.substring(1)));
        }
    }

    /** What an operator's own endpoint may be: its host, at any port. */
    public static AllowedTargets of(URI endpoint) {
        return parse(endpoint.getHost() + ":*");
    }

    /**
     * Reads a list with commas; an empty one allows nothing.
     *
     * @throws IllegalArgumentException naming the entry that is no target
     */
    public static AllowedTargets parse(String list) {
        List<Pattern> patterns = new ArrayList<>();
        for (String entry : list.split(",")) {
            if (!entry.isBlank()) {
                patterns.add(pattern(entry.strip().toLowerCase(Locale.ROOT)));
            }
        }
        return new AllowedTargets(patterns);
    }

    private static Pattern pattern(String entry) {
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > entry.lastIndexOf(']');
        String host = hasPort ? entry.substring(0, colon) : entry;
        int port = hasPort ? port(entry, entry.substring(colon + 1)) : ANY_PORT;
        boolean brackets = host.startsWith("[") && host.indexOf(']') > 0;
        if (brackets || host.matches("[0-9.]+(/\\d+)?")) {
            return new Pattern(range(entry, host.replaceAll("[\\[\\]]", "")), null, port);
        }
        if (!host.matches("\\*|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*")) {
            throw invalid(entry);
        }
        return new Pattern(null, host, port);
    }

    private static AddressRange range(String entry, String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException problem) {
            throw invalid(entry);
        }
    }

    private static int port(String entry, String text) {
        if (text.equals("*")) {
            return ANY_PORT;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > LAST_PORT) {
            throw invalid(entry);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException invalid(String entry) {
        return new IllegalArgumentException(
                "'%s' is no target such as 127.0.0.1:3000, 127.0.0.1:*, 10.0.0.0/8, [::1]:80 or backend.internal:*"
                        .formatted(entry));
    }

    boolean coverName(String host, int port) {
        for (Pattern pattern : patterns) {
            if (pattern.coversName(host, port)) {
                return true;
            }
        }
        return false;
    }

    boolean coverAddress(InetAddress address, int port) {
        for (Pattern pattern : patterns) {
            if (pattern.coversAddress(address, port)) {
                return true;
            }
        }
        return false;
    }
}
