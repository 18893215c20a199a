package dev.gatehouse.iam.entity;

import java.security.SecureRandom;

/** Makes the ids that IAM hands out. */
public final class IamIds {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    private IamIds() {}

    /** A unique id of 21 characters, such as {@code AROA…} for a role. */
    public static String unique(String prefix) {
        return prefix + random(ID_CHARACTERS, 21 - prefix.length());
    }

    private static String random(String characters, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(characters.charAt(RANDOM.nextInt(characters.length())));
        }
        return text.toString();
    }
}
