package dev.gatehouse.app.services.table;

import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement of PartiQL (DynamoDB Developer Guide, "PartiQL for DynamoDB"), as far as it tells
 * what it does to which table. One that leaves any doubt is rejected: on its way to an endpoint
 * whose tables are open to the node's key it would pass by what denies its caller one of them.
 *
 * @param action what policies call it
 * @param table the table's name or ARN
 * @param index the index that it reads; null for the table
 * @param where what stands behind WHERE
 */
record Statement(String action, String table, @Nullable String index, List<String> where) {
    /** Texts, names in quotes, numbers, words, what begins a comment, and single signs. */
    private static final Pattern TOKEN =
            Pattern.compile(
                    "'(?:[^']++|'')*+'|\"(?:[^\"]++|\"\")*+\"|\\d[\\w.]*|[\\w$]+|--|/\\*|\\S");

    private static final Set<String> COMMENTS = Set.of("--", "/*");

    /** What may follow a condition. */
    private static final Set<String> ENDS = Set.of("", ")", ";", "AND", "OR", "ORDER", "RETURNING");

    /** What may follow the table and its other name; the empty one is the end. */
    private static final Set<String> CLAUSES =
            Set.of("", ")", ";", "ORDER", "REMOVE", "RETURNING", "SET", "VALUE", "WHERE");

    /**
     * @throws ServiceException ValidationException in AWS's words: what it does, or to which one
     *     table, is in doubt
     */
    static Statement of(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group());
        }
        if (is(tokens, 0, "EXISTS") && is(tokens, 1, "(")) {
            tokens.subList(0, 2).clear();
        }
        if (tokens.stream().anyMatch(COMMENTS::contains)) {
            throw malformed("Comments are not supported");
        }
        return switch (at(tokens, 0).toUpperCase(Locale.ROOT)) {
            case "SELECT" -> of("dynamodb:PartiQLSelect", tokens, onlyFrom(tokens));
            case "DELETE" -> of("dynamodb:PartiQLDelete", tokens, onlyFrom(tokens));
            case "INSERT" -> of("dynamodb:PartiQLInsert", tokens, is(tokens, 1, "INTO") ? 1 : -1);
            case "UPDATE" -> of("dynamodb:PartiQLUpdate", tokens, 0);
            default -> throw malformed("Expected data manipulation");
        };
    }

    /**
     * Whether it reads a whole table for want of a key that equals something given; on each side of
     * an OR there has to be one.
     */
    boolean scans(String partitionKey) {
        boolean keyed = false;
        for (int i = 0; i < where.size(); i++) {
            if (is(where, i, "OR")) {
                if (!keyed) {
                    return true;
                }
                keyed = false;
            }
            keyed |= name(where.get(i)).equals(partitionKey) && isOwn(i) && isGiven(i + 1);
        }
        return !keyed;
    }

    /** Whether a name is that of an attribute of the table, not of one within it, nor negated. */
    private boolean isOwn(int i) {
        boolean within = is(where, i - 1, ".");
        int before = within ? i - 3 : i - 1;
        while (is(where, before, "(")) {
            before--;
        }
        return !is(where, before, "NOT")
                && (!within || name(at(where, i - 2)).equals(table) && !is(where, i - 3, "."));
    }

    /**
     * Whether a condition compares with texts, numbers or parameters, and with nothing made of
     * them.
     */
    private boolean isGiven(int i) {
        if (!is(where, i, "=")) {
            return is(where, i, "IN");
        }
        int value = is(where, i + 1, "-") ? i + 2 : i + 1;
        return at(where, value).matches("(?s)'.*|\\d.*|\\?")
                && ENDS.contains(at(where, value + 1).toUpperCase(Locale.ROOT));
    }

    /**
     * @param before where the word stands behind which the table is named; negative for nowhere
     */
    private static Statement of(String action, List<String> tokens, int before) {
        String named = at(tokens, before + 1);
        boolean indexed = is(tokens, before + 2, ".");
        String index = indexed ? at(tokens, before + 3) : null;
        boolean isName = isName(named) && (index == null || isName(index));
        if (before < 0 || !isName || !isAlone(tokens, indexed ? before + 4 : before + 2)) {
            throw malformed("Expected one table or index, in double quotation marks");
        }
        int where = indexOf(tokens, "WHERE");
        return new Statement(
                action,
                name(named),
                index == null ? null : name(index),
                where < 0 ? List.of() : List.copyOf(tokens.subList(where + 1, tokens.size())));
    }

    private static ServiceException malformed(String why) {
        return new ServiceException(
                "ValidationException",
                400,
                "Statement wasn't well formed, can't be processed: " + why);
    }

    /** Where the only FROM is; negative where there is none or several. */
    private static int onlyFrom(List<String> tokens) {
        int first = indexOf(tokens, "FROM");
        boolean several =
                first >= 0 && indexOf(tokens.subList(first + 1, tokens.size()), "FROM") >= 0;
        return several ? -1 : first;
    }

    private static boolean isName(String token) {
        return token.startsWith("\"") || token.matches("[\\w$]+");
    }

    /** Whether what follows a table is a clause, perhaps behind another name for the table. */
    private static boolean isAlone(List<String> tokens, int next) {
        if (isClause(at(tokens, next))) {
            return true;
        }
        int other = is(tokens, next, "AS") ? next + 1 : next;
        return isName(at(tokens, other)) && isClause(at(tokens, other + 1));
    }

    private static boolean isClause(String token) {
        return CLAUSES.contains(token.toUpperCase(Locale.ROOT));
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
