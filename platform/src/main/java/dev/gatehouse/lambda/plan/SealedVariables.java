package dev.gatehouse.lambda.plan;

import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * A function's variables where they are encrypted: one ciphertext, under a name that no variable
 * has.
 */
public final class SealedVariables {
    private static final String NAME = "";

    private SealedVariables() {}

    /** The form in which a ciphertext takes the place of the variables. */
    public static Map<String, String> of(byte[] ciphertext) {
        return Map.of(NAME, Base64.getEncoder().encodeToString(ciphertext));
    }

    /** Whether variables are encrypted. */
    public static boolean is(Map<String, String> variables) {
        return variables.containsKey(NAME);
    }

    /** What is to be decrypted. */
    public static byte[] ciphertext(Map<String, String> sealed) {
        return Base64.getDecoder().decode(Objects.requireNonNull(sealed.get(NAME)));
    }
}
