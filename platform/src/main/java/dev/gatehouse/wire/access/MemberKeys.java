package dev.gatehouse.wire.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ConditionKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The services' own condition keys, as {@code conditions.txt} lists them: those that are members of
 * requests with their values, others that a request has none of as absent.
 */
final class MemberKeys {
    private static final String GLOBAL = "aws:";
    private static final String ABSENT = "-";
    private static final String TOLD_BY_SERVICE = "@";
    private static final String NOT_KNOWN = "?";

    /** Loads once, by the first policy that speaks of such a key. */
    private static final class Loaded {
        static final MemberKeys KEYS = load();
    }

    /** Where values stand by key in lower case; what was listed with a {@code *} is without it. */
    private final Map<String, String> exact = new HashMap<>();

    private final Map<String, String> beginnings = new HashMap<>();

    private MemberKeys() {}

    private static MemberKeys load() {
        MemberKeys keys = new MemberKeys();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        MemberKeys.class.getResourceAsStream("conditions.txt")),
                                StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(words -> keys.add(words[0].toLowerCase(Locale.ROOT), words[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    private void add(String key, String where) {
        if (key.endsWith("*")) {
            beginnings.put(key.substring(0, key.length() - 1), where);
        } else {
            exact.put(key, where);
        }
    }

    /**
     * Of a request.
     *
     * @param told by the service itself
     */
    static ConditionKeys of(OperationModel operation, Structure input, ConditionKeys told) {
        return key -> {
            if (key.startsWith(GLOBAL) || key.indexOf(':') < 0) {
                return null;
            }
            List<String> own = told.of(key);
            return own == null ? Loaded.KEYS.values(key, operation, input) : own;
        };
    }

    private @Nullable List<String> values(String key, OperationModel operation, Structure input) {
        String where = where(key);
        return switch (where) {
            case null -> null;
            case NOT_KNOWN -> null;
            case ABSENT, TOLD_BY_SERVICE -> List.of();
            default -> isOf(operation, key) ? members(input, where) : List.of();
        };
    }

    private @Nullable String where(String key) {
        String where = exact.get(key);
        if (where != null) {
            return where;
        }
        for (Map.Entry<String, String> beginning : beginnings.entrySet()) {
            if (key.startsWith(beginning.getKey())) {
                return beginning.getValue();
            }
        }
        return null;
    }

    /** Keys begin with the name that actions of the service have. */
    private static boolean isOf(OperationModel operation, String key) {
        String prefix = key.substring(0, key.indexOf(':')).replace("-", "");
        return operation.service().name().equals(prefix);
    }

    private static List<String> members(Structure input, String where) {
        List<String> values = List.of();
        for (String path : where.split("\\|", -1)) {
            values = MemberPaths.values(input, path);
            if (!values.isEmpty()) {
                break;
            }
        }
        return values;
    }
}
