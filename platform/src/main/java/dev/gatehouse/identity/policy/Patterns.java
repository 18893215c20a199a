package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.policy.TextPattern.Form;
import java.util.List;

/** The actions or the resources of a statement: any of those listed, or any but those. */
final class Patterns {
    static final Patterns EVERYTHING =
            new Patterns(List.of(TextPattern.compile("*", new Form(true, false, false))), false);

    private final List<TextPattern> patterns;
    private final boolean negated;

    private Patterns(List<TextPattern> patterns, boolean negated) {
        this.patterns = patterns;
        this.negated = negated;
    }

    /**
     * @param negated whether they are of {@code NotAction} or {@code NotResource}
     */
    static Patterns compile(List<String> texts, boolean negated, Form form) {
        return new Patterns(
                texts.stream().map(text -> TextPattern.compile(text, form)).toList(), negated);
    }

    Verdict match(String text, RequestValues values) {
        Verdict verdict = Verdict.FAILS;
        for (TextPattern pattern : patterns) {
            verdict = verdict.or(pattern.matches(text, values));
            if (verdict == Verdict.HOLDS) {
                break;
            }
        }
        return negated ? verdict.negated() : verdict;
    }
}
