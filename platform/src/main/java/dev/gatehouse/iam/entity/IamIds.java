package dev.gatehouse.iam.entity;

import java.security.SecureRandom;

/** Makes the ids and secrets that IAM hands out. */
public final class IamIds {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final SecureRandom RANDOM = new SecureRandom();

    private IamIds() {}

    /** A unique id of 21 characters, such as {@code AROA…} for a role. */
    public static String unique(String prefix) {
        return prefix + random(ID_CHARACTERS, 21 - prefix.length());
    }

    /** An access key id of 20 characters. */
    public static String accessKeyId() {
        return "AKIA" + random(ID_CHARACTERS, 16);
    }

    /** A secret access key of 40 characters. */
    public static String secret() {
        return random(SECRET_CHARACTERS, 40);
    }

    private static String random(String characters, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(characters.charAt(RANDOM.nextInt(characters.length())));
        }
        return text.toString();
    }
}
