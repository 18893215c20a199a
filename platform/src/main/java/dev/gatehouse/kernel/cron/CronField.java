package dev.gatehouse.kernel.cron;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers that a field of a cron expression stands for. */
final class CronField {
    private static final Pattern PART =
            Pattern.compile("(\\*|[0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?(?:/(\\d{1,4}))?");

    private CronField() {}

    /**
     * @param names what the numbers may be called, beginning with the first
     * @return empty when the field is none, or no number is in it
     */
    static Optional<BitSet> of(String field, int first, int last, List<String> names) {
        BitSet all = new BitSet();
        for (String each : field.split(",", -1)) {
            Matcher part = PART.matcher(each);
            if (!part.matches() || !add(part, first, last, names, all)) {
                return Optional.empty();
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static boolean add(Matcher part, int first, int last, List<String> names, BitSet all) {
        boolean every = part.group(1).equals("*");
        boolean stepped = part.group(3) != null;
        if (every && part.group(2) != null) {
            return false;
        }
        int from = every ? first : number(part.group(1), first, names);
        int single = every || stepped ? last : from;
        int to = part.group(2) == null ? single : number(part.group(2), first, names);
        int step = stepped ? Integer.parseInt(part.group(3)) : 1;
        if (step < 1 || from < first || to > last || from > last || to < first) {
            return false;
        }
        // A range may go past the end: SAT-MON.
        int length = to >= from ? to - from : to - from + (last - first + 1);
        for (int i = 0; i <= length; i += step) {
            all.set(first + (from - first + i) % (last - first + 1));
        }
        return true;
    }

    /** A number, also by its name; -1 when it is none. */
    private static int number(String text, int first, List<String> names) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return first + named;
        }
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }
}
