package dev.gatehouse.lambda.api.url;

import java.util.concurrent.ThreadLocalRandom;

/** Ids of function URLs: 32 lower-case letters and digits, since they are a host's first label. */
final class UrlIds {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 32;

    private UrlIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder id = new StringBuilder(LENGTH);
        while (id.length() < LENGTH) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
