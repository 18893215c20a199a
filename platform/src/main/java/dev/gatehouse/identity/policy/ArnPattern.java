package dev.gatehouse.identity.policy;

import java.util.ArrayList;
import java.util.List;

/** An ARN of a condition: each of its six parts by itself, so that a star does not cross colons. */
final class ArnPattern {
    private static final int PARTS = 6;

    private final List<TextPattern> parts;

    private ArnPattern(List<TextPattern> parts) {
        this.parts = parts;
    }

    static ArnPattern compile(String text, TextPattern.Form form) {
        return new ArnPattern(
                split(text).stream().map(part -> TextPattern.compile(part, form)).toList());
    }

    Verdict matches(String arn, RequestValues values) {
        if (parts.size() == 1 && parts.getFirst().isEverything()) {
            return Verdict.HOLDS;
        }
        String[] given = arn.split(":", PARTS);
        if (parts.size() != PARTS || given.length != PARTS) {
            return Verdict.FAILS;
        }
        Verdict verdict = Verdict.HOLDS;
        for (int i = 0; i < PARTS && verdict != Verdict.FAILS; i++) {
            verdict = verdict.and(parts.get(i).matches(given[i], values));
        }
        return verdict;
    }

    /** At its first five colons; those of variables are none. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < text.length() && parts.size() < PARTS - 1) {
            int close = TextPattern.variableEnd(text, at);
            if (close >= 0) {
                at = close;
            } else if (text.charAt(at) == ':') {
                parts.add(text.substring(from, at));
                from = at + 1;
            }
            at++;
        }
        parts.add(text.substring(from));
        return parts;
    }
}
