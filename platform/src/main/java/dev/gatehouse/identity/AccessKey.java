package dev.gatehouse.identity;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a client signs with.
 *
 * @param id the access key id
 * @param secret the secret access key
 * @param sessionToken the token of temporary credentials; null for long-term keys
 */
public record AccessKey(String id, String secret, @Nullable String sessionToken) {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A new pair, of the lengths AWS's have.
     *
     * @param prefix {@code AKIA} for a long-term key, {@code ASIA} for a session's
     */
    public static AccessKey generate(String prefix) {
        return new AccessKey(
                prefix + random(ID_CHARACTERS, 16), random(SECRET_CHARACTERS, 40), null);
    }

    private static String random(String characters, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(characters.charAt(RANDOM.nextInt(characters.length())));
        }
        return text.toString();
    }

    /** Names the key and never the secrets, so that it may be logged. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
