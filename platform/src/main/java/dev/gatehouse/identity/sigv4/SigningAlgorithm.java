package dev.gatehouse.identity.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * How a signature is made: with a key that both sides derive, or with the private one of a pair.
 */
public enum SigningAlgorithm {
    HMAC("AWS4-HMAC-SHA256"),
    /** Signature Version 4A: good for a set of regions, which the request names beside it. */
    ECDSA("AWS4-ECDSA-P256-SHA256");

    private final String word;

    SigningAlgorithm(String word) {
        this.word = word;
    }

    /** Its name in requests and in what is signed. */
    public String word() {
        return word;
    }

    /** The one whose name a text begins with; null for none. */
    static @Nullable SigningAlgorithm beginning(String text) {
        for (SigningAlgorithm algorithm : values()) {
            if (text.startsWith(algorithm.word)) {
                return algorithm;
            }
        }
        return null;
    }
}
