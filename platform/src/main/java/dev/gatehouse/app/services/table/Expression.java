package dev.gatehouse.app.services.table;

import dev.gatehouse.aws.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition, projection or update (DynamoDB Developer Guide, "Using expressions in DynamoDB"), as
 * far as it tells which attributes it names.
 *
 * @param tokens its words and signs
 * @param names what stands for {@code #name} in it
 */
record Expression(List<String> tokens, Map<?, ?> names) {
    private static final Pattern TOKEN = Pattern.compile("[:#]?\\w+|\\S");

    /** None of them can be the name of an attribute: they are reserved. */
    private static final Set<String> WORDS =
            Set.of("ADD", "AND", "BETWEEN", "DELETE", "IN", "NOT", "OR", "REMOVE", "SET");

    static Expression of(String text, Structure request) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group());
        }
        Object names = request.value("ExpressionAttributeNames");
        return new Expression(tokens, names instanceof Map<?, ?> map ? map : Map.of());
    }

    /** The attributes it names, without what is within them. */
    List<String> attributes() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (isAttribute(i)) {
                found.add(name(tokens.get(i)));
            }
        }
        return found;
    }

    /** The values, as {@code :value}, that an attribute is said to equal. */
    List<String> equal(String attribute) {
        List<String> found = new ArrayList<>();
        for (int i = 1; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).equals("=")) {
                String left = tokens.get(i - 1);
                String right = tokens.get(i + 1);
                if (name(left).equals(attribute) && right.startsWith(":")) {
                    found.add(right);
                } else if (name(right).equals(attribute) && left.startsWith(":")) {
                    found.add(left);
                }
            }
        }
        return found;
    }

    private boolean isAttribute(int i) {
        String token = tokens.get(i);
        char first = token.charAt(0);
        boolean word =
                first == '#'
                        ? token.length() > 1
                        : first == '_' || Character.isLetterOrDigit(first);
        return word
                && !isAt(i - 1, "[")
                && !WORDS.contains(token.toUpperCase(Locale.ROOT))
                && !isAt(i - 1, ".")
                && !isAt(i + 1, "(");
    }

    private boolean isAt(int i, String sign) {
        return i >= 0 && i < tokens.size() && tokens.get(i).equals(sign);
    }

    private String name(String token) {
        return names.get(token) instanceof String known ? known : token;
    }
}
