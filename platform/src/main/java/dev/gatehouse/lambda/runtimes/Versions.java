package dev.gatehouse.lambda.runtimes;

import java.util.Comparator;

/** The order of version numbers. */
final class Versions {
    /** By number, part by part: 3.9 before 3.10. */
    static final Comparator<String> ORDER = Versions::compare;

    private Versions() {}

    private static int compare(String one, String other) {
        for (int part = 0; part < 3; part++) {
            int order = Integer.compare(part(one, part), part(other, part));
            if (order != 0) {
                return order;
            }
        }
        return one.compareTo(other);
    }

    private static int part(String version, int index) {
        int from = 0;
        for (int skipped = 0; skipped < index; skipped++) {
            from = end(version, from) + 1;
            if (from > version.length()) {
                return 0;
            }
        }
        return number(version, from, end(version, from));
    }

    private static int end(String version, int from) {
        int end = from;
        while (end < version.length() && ".+_-".indexOf(version.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** What is no number counts as none. Without patterns: each cold start compares some. */
    private static int number(String text, int from, int end) {
        int number = 0;
        for (int at = from; at < end; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9 || end - from > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** How far apart two versions are; a newer one counts as nearer than an older one. */
    static long distance(String wanted, String found) {
        long difference =
                (part(found, 0) - part(wanted, 0)) * 1000L + part(found, 1) - part(wanted, 1);
        return difference >= 0 ? 2 * difference : -2 * difference + 1;
    }

    /** The first {@code parts} numbers of a version. */
    static String prefix(String version, int parts) {
        String[] all = version.split("\\.", -1);
        return String.join(".", java.util.List.of(all).subList(0, Math.min(parts, all.length)));
    }
}
