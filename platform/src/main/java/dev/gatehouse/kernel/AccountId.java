package dev.gatehouse.kernel;

import java.util.regex.Pattern;

/** A twelve-digit AWS account id. */
public record AccountId(String value) {
    private static final Pattern FORM = Pattern.compile("\\d{12}");

    /** The account of a node that was not told another. */
    public static final AccountId DEFAULT = new AccountId("000000000000");

    public AccountId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an account id has 12 digits, not: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
