package dev.gatehouse.gateway.apigateway.repository;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import org.jspecify.annotations.Nullable;

/** How long a page of a list may be. */
public final class Paging {
    private static final int USUAL = 25;
    private static final int LONGEST = 500;

    private Paging() {}

    /** How many items the pages before held, when a position says nothing else. */
    public static int place(@Nullable String position) {
        if (position == null) {
            return 0;
        }
        if (!position.matches("\\d{1,9}")) {
            throw badRequest("Invalid position parameter: " + position);
        }
        return Integer.parseInt(position);
    }

    /** The length asked for, or the usual one. */
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return USUAL;
        }
        if (asked < 1) {
            throw badRequest("Invalid limit parameter, must be between 1 and " + LONGEST);
        }
        return Math.min(asked, LONGEST);
    }
}
