package dev.gatehouse.cloudformation.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the live state of one type is read: a line of {@code types.txt}.
 *
 * @param service the model's name
 * @param read the operation that tells of one
 * @param places where in its output
 * @param renamed members by the properties that are called otherwise
 * @param untold properties that it does not tell
 * @param list the operation that tells of all
 */
record LiveType(
        String type,
        String service,
        Call read,
        List<String> places,
        Map<String, String> renamed,
        Set<String> untold,
        Call list,
        String listed) {
    private static final Map<String, LiveType> ALL = all();
    private static final Pattern PART = Pattern.compile("\\{([A-Za-z]+)(?::(\\d+))?}");

    /**
     * An operation and its input, where {@code {Name}} stands for a part of an identifier.
     *
     * @param operation empty when there is none
     */
    record Call(String operation, Map<String, String> members) {
        /** The input for what is known of a resource; a part that is not known is left out. */
        ObjectNode input(Map<String, String> known) {
            ObjectNode input = Target.input();
            members.forEach(
                    (member, written) -> {
                        Matcher part = PART.matcher(written);
                        String value = part.matches() ? value(part, known) : written;
                        if (value != null) {
                            put(input, member, value);
                        }
                    });
            return input;
        }

        private static @Nullable String value(Matcher part, Map<String, String> known) {
            String whole = known.get(part.group(1));
            if (whole == null || part.group(2) == null) {
                return whole;
            }
            String[] parts = whole.split(":", -1);
            int index = Integer.parseInt(part.group(2));
            return index < parts.length ? parts[index] : whole;
        }

        private static void put(ObjectNode input, String member, String value) {
            if (member.endsWith(".0")) {
                ArrayNode list = input.putArray(member.substring(0, member.length() - 2));
                list.add(value);
            } else {
                input.put(member, value);
            }
        }

        /** The parts of an identifier that the input asks for. */
        List<String> parts() {
            List<String> parts = new ArrayList<>();
            for (String written : members.values()) {
                Matcher part = PART.matcher(written);
                if (part.matches()) {
                    parts.add(part.group(1));
                }
            }
            return parts;
        }
    }

    /** Whether the state tells a property. */
    boolean tells(String property) {
        return !untold.contains("*") && !untold.contains(property);
    }

    static Optional<LiveType> named(String type) {
        return Optional.ofNullable(ALL.get(type));
    }

    private static Map<String, LiveType> all() {
        Map<String, LiveType> all = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        LiveType.class.getResourceAsStream("types.txt")),
                                StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(LiveType::of)
                    .forEach(type -> all.put(type.type(), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(all);
    }

    private static LiveType of(String line) {
        String[] columns = line.split("\\|", -1);
        return new LiveType(
                columns[0],
                columns[1],
                new Call(columns[2], pairs(columns[3])),
                List.of(columns[4].split(",", -1)),
                pairs(columns[5]),
                Set.of(columns[6].split(",", -1)),
                new Call(columns[7], pairs(columns[8])),
                columns[9]);
    }

    private static Map<String, String> pairs(String column) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : column.split(",", -1)) {
            if (!pair.isEmpty()) {
                String[] sides = pair.split("=", 2);
                pairs.put(sides[0], sides[1]);
            }
        }
        return pairs;
    }
}
