package dev.gatehouse.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What a composite alarm asks of other alarms ("Create a composite alarm", rule expressions). */
sealed interface CompositeRule {

    /**
     * Whether it holds.
     *
     * @param states the state of an alarm by its name
     */
    boolean holds(UnaryOperator<String> states);

    /** Adds the names of the alarms that it asks of. */
    void addAlarms(Set<String> names);

    /** The names of the alarms that it asks of. */
    default Set<String> alarms() {
        Set<String> names = new TreeSet<>();
        addAlarms(names);
        return names;
    }

    /** {@code ALARM(name)}, {@code OK(name)}, {@code INSUFFICIENT_DATA(name)}. */
    record InState(String state, String alarm) implements CompositeRule {
        @Override
        public boolean holds(UnaryOperator<String> states) {
            return state.equals(states.apply(alarm));
        }

        @Override
        public void addAlarms(Set<String> names) {
            names.add(alarm);
        }
    }

    /** {@code TRUE} or {@code FALSE}. */
    record Constant(boolean value) implements CompositeRule {
        @Override
        public boolean holds(UnaryOperator<String> states) {
            return value;
        }

        @Override
        public void addAlarms(Set<String> names) {
            // It asks of none.
        }
    }

    /** {@code NOT rule}. */
    record Not(CompositeRule rule) implements CompositeRule {
        @Override
        public boolean holds(UnaryOperator<String> states) {
            return !rule.holds(states);
        }

        @Override
        public void addAlarms(Set<String> names) {
            rule.addAlarms(names);
        }
    }

    /** {@code rule AND rule}, or with {@code OR}. */
    record Several(boolean all, List<CompositeRule> rules) implements CompositeRule {
        @Override
        public boolean holds(UnaryOperator<String> states) {
            return all
                    ? rules.stream().allMatch(each -> each.holds(states))
                    : rules.stream().anyMatch(each -> each.holds(states));
        }

        @Override
        public void addAlarms(Set<String> names) {
            rules.forEach(each -> each.addAlarms(names));
        }
    }

    /** Reads one; rejects a text that is none. */
    static CompositeRule parse(String text) {
        Parser parser = new Parser(text);
        CompositeRule rule = parser.either(0);
        parser.requireEnd();
        return rule;
    }

    /** Reads rules by descent; {@code NOT} binds before {@code AND}, which binds before OR. */
    final class Parser {
        private static final int DEEPEST = 100;
        private static final Set<String> STATES = Set.of("ALARM", "OK", "INSUFFICIENT_DATA");
        private static final String ARN = ":alarm:";

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        private CompositeRule either(int depth) {
            return several("OR", false, depth);
        }

        private CompositeRule several(String word, boolean all, int depth) {
            if (depth > DEEPEST) {
                throw malformed();
            }
            List<CompositeRule> rules = new ArrayList<>();
            do {
                rules.add(all ? one(depth) : several("AND", true, depth));
            } while (takes(word));
            return rules.size() == 1 ? rules.getFirst() : new Several(all, List.copyOf(rules));
        }

        private CompositeRule one(int depth) {
            if (depth > DEEPEST) {
                throw malformed();
            }
            if (takes("NOT")) {
                return new Not(one(depth + 1));
            }
            if (takes("(")) {
                CompositeRule inner = either(depth + 1);
                require(")");
                return inner;
            }
            if (takes("TRUE")) {
                return new Constant(true);
            }
            if (takes("FALSE")) {
                return new Constant(false);
            }
            for (String state : STATES) {
                if (takes(state)) {
                    require("(");
                    String name = name();
                    require(")");
                    return new InState(state, name);
                }
            }
            throw malformed();
        }

        /** An alarm's name, in quotes or without, or its ARN. */
        private String name() {
            skipSpace();
            String named = takes("\"") ? quoted() : plain();
            int arn = named.startsWith("arn:") ? named.indexOf(ARN) : -1;
            if (named.isEmpty()) {
                throw malformed();
            }
            return arn < 0 ? named : named.substring(arn + ARN.length());
        }

        private String plain() {
            int end = text.indexOf(')', at);
            if (end < 0) {
                throw malformed();
            }
            String plain = text.substring(at, end).strip();
            at = end;
            return plain;
        }

        private String quoted() {
            StringBuilder name = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                name.append(text.charAt(at++));
            }
            require("\"");
            return name.toString();
        }

        /** Takes a word or sign if it is next; a word ends where its letters do. */
        private boolean takes(String word) {
            skipSpace();
            int end = at + word.length();
            boolean next =
                    text.startsWith(word, at)
                            && !(Character.isLetter(word.charAt(0))
                                    && end < text.length()
                                    && isOfWord(text.charAt(end)));
            if (next) {
                at = end;
            }
            return next;
        }

        private static boolean isOfWord(char character) {
            return Character.isLetterOrDigit(character) || character == '_';
        }

        private void require(String sign) {
            if (!takes(sign)) {
                throw malformed();
            }
        }

        private void requireEnd() {
            skipSpace();
            if (at < text.length()) {
                throw malformed();
            }
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private static RuntimeException malformed() {
            return MetricErrors.validation("AlarmRule is not a valid expression");
        }
    }
}
