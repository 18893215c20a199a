package dev.gatehouse.app.services.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement of PartiQL (DynamoDB Developer Guide, "PartiQL for DynamoDB"), as far as it tells
 * what it does to which table. One that leaves any doubt is none.
 *
 * @param action what policies call it
 * @param table the table's name or ARN
 * @param index the index that it reads; null for the table
 * @param where what stands behind WHERE
 */
record Statement(String action, String table, @Nullable String index, List<String> where) {
    /** Texts, names in quotes, words, and single signs. */
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\\w$]+|\\S");

    static Optional<Statement> of(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group());
        }
        if (is(tokens, 0, "EXISTS") && is(tokens, 1, "(")) {
            tokens.subList(0, 2).clear();
        }
        if (isCommented(tokens)) {
            return Optional.empty();
        }
        return switch (at(tokens, 0).toUpperCase(Locale.ROOT)) {
            case "SELECT" -> of("dynamodb:PartiQLSelect", tokens, onlyFrom(tokens));
            case "DELETE" -> of("dynamodb:PartiQLDelete", tokens, onlyFrom(tokens));
            case "INSERT" -> of("dynamodb:PartiQLInsert", tokens, is(tokens, 1, "INTO") ? 1 : -1);
            case "UPDATE" -> of("dynamodb:PartiQLUpdate", tokens, 0);
            default -> Optional.empty();
        };
    }

    /** Whether it reads a whole table for want of a key that equals something. */
    boolean scans(String partitionKey) {
        boolean keyed = false;
        for (int i = 0; i < where.size(); i++) {
            if (is(where, i, "OR")) {
                return true;
            }
            keyed |=
                    name(where.get(i)).equals(partitionKey)
                            && (is(where, i + 1, "=") || is(where, i + 1, "IN"));
        }
        return !keyed;
    }

    /**
     * @param before where the word stands behind which the table is named; negative for nowhere
     */
    private static Optional<Statement> of(String action, List<String> tokens, int before) {
        String named = at(tokens, before + 1);
        boolean isName = named.startsWith("\"") || named.matches("[\\w$]+");
        int next = before + 2;
        if (before < 0 || !isName || is(tokens, next, ",") || is(tokens, next, "JOIN")) {
            return Optional.empty();
        }
        String index = is(tokens, next, ".") ? name(at(tokens, next + 1)) : null;
        int where = indexOf(tokens, "WHERE");
        return Optional.of(
                new Statement(
                        action,
                        name(named),
                        index,
                        where < 0
                                ? List.of()
                                : List.copyOf(tokens.subList(where + 1, tokens.size()))));
    }

    /** Where the only FROM is; negative where there is none or several. */
    private static int onlyFrom(List<String> tokens) {
        int first = indexOf(tokens, "FROM");
        boolean several =
                first >= 0 && indexOf(tokens.subList(first + 1, tokens.size()), "FROM") >= 0;
        return several ? -1 : first;
    }

    private static boolean isCommented(List<String> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            String two = tokens.get(i) + tokens.get(i + 1);
            if (two.equals("--") || two.equals("/*")) {
                return true;
            }
        }
        return false;
    }

    private static int indexOf(List<String> tokens, String word) {
        for (int i = 0; i < tokens.size(); i++) {
            if (is(tokens, i, word)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean is(List<String> tokens, int i, String word) {
        return at(tokens, i).equalsIgnoreCase(word);
    }

    private static String at(List<String> tokens, int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : "";
    }

    private static String name(String token) {
        return token.length() > 1 && token.startsWith("\"")
                ? token.substring(1, token.length() - 1).replace("\"\"", "\"")
                : token;
    }
}
