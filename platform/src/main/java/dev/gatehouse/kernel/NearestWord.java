package dev.gatehouse.kernel;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Finds which word was meant by one that was mistyped. */
public final class NearestWord {
    private NearestWord() {}

    /**
     * The one of the known words that takes the fewest changes.
     *
     * @param known at least one word
     */
    public static String to(String word, Collection<String> known) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String each : known) {
            int changes = distance(word, each);
            if (changes < least) {
                nearest = each;
                least = changes;
            }
        }
        return nearest;
    }

    /**
     * What may have been meant by a word: those that it is a part of, whatever the case, else the
     * nearest, unless more than a third of it differs. Empty when nothing is like it.
     */
    public static List<String> meant(String word, Collection<String> known) {
        String part = word.toLowerCase(Locale.ROOT);
        List<String> whole =
                known.stream()
                        .filter(each -> each.toLowerCase(Locale.ROOT).contains(part))
                        .toList();
        String nearest = to(word, known);
        boolean isNear =
                !nearest.isEmpty() && distance(word, nearest) * 3 <= Math.max(word.length(), 3);
        return whole.isEmpty() && isNear ? List.of(nearest) : whole;
    }

    /**
     * How many letters are added, dropped or replaced, or change places with their neighbour: the
     * optimal string alignment distance.
     */
    public static int distance(String from, String to) {
        int[] twoBefore = new int[to.length() + 1];
        int[] before = new int[to.length() + 1];
        Arrays.setAll(before, index -> index);
        for (int row = 1; row <= from.length(); row++) {
            int[] costs = new int[to.length() + 1];
            costs[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                int least = Math.min(before[column], costs[column - 1]) + 1;
                costs[column] = Math.min(least, before[column - 1] + change);
                if (swapped(from, row, to, column)) {
                    costs[column] = Math.min(costs[column], twoBefore[column - 2] + 1);
                }
            }
            twoBefore = before;
            before = costs;
        }
        return before[to.length()];
    }

    private static boolean swapped(String from, int row, String to, int column) {
        return row > 1
                && column > 1
                && from.charAt(row - 1) == to.charAt(column - 2)
                && from.charAt(row - 2) == to.charAt(column - 1);
    }
}
