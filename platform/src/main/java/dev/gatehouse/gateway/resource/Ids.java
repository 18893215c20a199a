package dev.gatehouse.gateway.resource;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The ids API Gateway gives: lower-case letters and digits, an API's ten long, since it is a host
 * name's first label.
 */
public final class Ids {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LETTERS = 26;
    private static final int API_LENGTH = 10;
    private static final int PART_LENGTH = 6;
    private static final int ROUTE_LENGTH = 7;

    private Ids() {}

    /** An API's, or a root resource's. */
    public static String api() {
        return next(API_LENGTH);
    }

    /** A resource's, deployment's, model's. */
    public static String part() {
        return next(PART_LENGTH);
    }

    /** A route's or an integration's of an HTTP API. */
    public static String route() {
        return next(ROUTE_LENGTH);
    }

    private static String next(int length) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder id = new StringBuilder(length);
        id.append(ALPHABET.charAt(random.nextInt(LETTERS)));
        while (id.length() < length) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
