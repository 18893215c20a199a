package dev.gatehouse.cloudformation.sam.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a connector between two types makes.
 *
 * @param kind {@code policy}, {@code permission}, {@code topic} or {@code queue}
 * @param ofSource whether a policy is for the role of the source
 * @param before what waits for it: {@code mapping}, {@code source}, or nothing
 * @param together the sets of permissions that may be asked for; empty for any
 * @param permissions by name, the statements, one a line of the file
 */
record ConnectorProfile(
        String kind,
        boolean ofSource,
        String before,
        List<List<String>> together,
        Map<String, List<List<String>>> permissions) {
    /** The statements of one of its permissions. */
    List<List<String>> statements(String permission) {
        return Objects.requireNonNull(permissions.get(permission));
    }

    /** Loads once, when there is a connector. */
    private static final class Loaded {
        static final Map<String, ConnectorProfile> ALL = load();
    }

    static @Nullable ConnectorProfile between(String source, String destination) {
        return Loaded.ALL.get(source + ">" + destination);
    }

    private static Map<String, ConnectorProfile> load() {
        Map<String, ConnectorProfile> all = new HashMap<>();
        Map<String, List<List<String>>> permissions = new LinkedHashMap<>();
        for (String line : lines()) {
            List<String> words = Arrays.asList(line.strip().split(" ", -1));
            if (line.startsWith(" ")) {
                permissions
                        .computeIfAbsent(words.getFirst(), _ -> new ArrayList<>())
                        .add(words.subList(1, words.size()));
            } else if (!line.startsWith("#")) {
                permissions = new LinkedHashMap<>();
                all.put(words.get(0) + ">" + words.get(2), of(words, permissions));
            }
        }
        return all;
    }

    private static ConnectorProfile of(
            List<String> words, Map<String, List<List<String>>> permissions) {
        String before = "";
        List<List<String>> together = new ArrayList<>();
        for (String word : words.subList(3, words.size())) {
            if (word.startsWith("before-")) {
                before = word.substring("before-".length());
            } else if (word.startsWith("as=")) {
                together.add(Arrays.asList(word.substring("as=".length()).split("\\+", -1)));
            }
        }
        boolean ofSource = words.contains("source");
        return new ConnectorProfile(words.get(3), ofSource, before, together, permissions);
    }

    private static List<String> lines() {
        try (InputStream file = ConnectorProfile.class.getResourceAsStream("connectors.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
