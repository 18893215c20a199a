package dev.gatehouse.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why operations are not there that will not be: their callers are told, and the page of coverage
 * tells it. Each line of the list is a service, a reason and operations, between bars.
 */
public final class Reasons {
    private static final String LIST = "reasons.txt";

    private Reasons() {}

    /** Loads once, by the first who asks for what is not there. */
    private static final class Loaded {
        static final Map<String, Map<String, String>> BY_SERVICE = load();
    }

    /** The reason why an operation of a service is not there; empty when it may come. */
    public static Optional<String> of(String service, String operation) {
        return Optional.ofNullable(of(service).get(operation));
    }

    /** All of a service, by operation. */
    public static Map<String, String> of(String service) {
        return Loaded.BY_SERVICE.getOrDefault(service, Map.of());
    }

    private static Map<String, Map<String, String>> load() {
        Map<String, Map<String, String>> reasons = new LinkedHashMap<>();
        try (InputStream stream =
                        Objects.requireNonNull(Reasons.class.getResourceAsStream(LIST), LIST);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("\\|", 3);
                    for (String operation : parts[2].strip().split(" +", -1)) {
                        reasons.computeIfAbsent(parts[0].strip(), _ -> new LinkedHashMap<>())
                                .put(operation, parts[1].strip());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reasons;
    }
}
