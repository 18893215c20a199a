package dev.gatehouse.kernel;

import java.util.Optional;

/** A twelve-digit AWS account id. */
public record AccountId(String value) {
    private static final int DIGITS = 12;

    /** The account of a node that was not told another. */
    public static final AccountId DEFAULT = new AccountId("000000000000");

    public AccountId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("an account id has 12 digits, not: " + value);
        }
    }

    /** Reads an account id; empty when it is none. */
    public static Optional<AccountId> parse(String text) {
        return isWellFormed(text) ? Optional.of(new AccountId(text)) : Optional.empty();
    }

    /** By hand: accounts are made of ARNs in every invocation. */
    private static boolean isWellFormed(String value) {
        for (int at = 0; at < value.length(); at++) {
            if (value.charAt(at) < '0' || value.charAt(at) > '9') {
                return false;
            }
        }
        return value.length() == DIGITS;
    }

    @Override
    public String toString() {
        return value;
    }
}
