package dev.gatehouse.logs.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a JSON condition into its tokens and hands them out one by one. */
final class JsonTokens {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|%(?:[^%\\\\]|\\\\.)*%|\\|\\||&&|!=|<=|>=|[=<>()]"
                            + "|[^\\s\"%|&!=<>()]+)\\s*");

    private final List<String> tokens = new ArrayList<>();
    private int at;

    JsonTokens(String text) {
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.regionStart() < text.length()) {
            if (!matcher.lookingAt()) {
                throw FilterPattern.invalid(text.substring(matcher.regionStart()));
            }
            tokens.add(matcher.group(1));
            matcher.region(matcher.end(), text.length());
        }
    }

    /** The next token without taking it; empty at the end. */
    String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    String take() {
        String token = peek();
        if (token.isEmpty()) {
            throw FilterPattern.invalid("it ends too early");
        }
        at++;
        return token;
    }

    /** Takes the next token if it is this one, in any case. */
    boolean takeIf(String token) {
        if (!peek().equalsIgnoreCase(token)) {
            return false;
        }
        at++;
        return true;
    }
}
