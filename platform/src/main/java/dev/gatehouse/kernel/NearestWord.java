package dev.gatehouse.kernel;

import java.util.Arrays;
import java.util.Collection;

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

    /** Levenshtein's distance: how many letters are added, dropped or replaced. */
    public static int distance(String from, String to) {
        int[] costs = new int[to.length() + 1];
        Arrays.setAll(costs, index -> index);
        for (int row = 1; row <= from.length(); row++) {
            int diagonal = costs[0];
            costs[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int above = costs[column];
                int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                costs[column] = Math.min(diagonal + change, Math.min(above, costs[column - 1]) + 1);
                diagonal = above;
            }
        }
        return costs[to.length()];
    }
}
