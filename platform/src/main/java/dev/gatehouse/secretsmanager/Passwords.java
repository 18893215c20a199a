package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.secretsmanager.GetRandomPasswordRequest;
import dev.gatehouse.aws.secretsmanager.GetRandomPasswordResponse;
import dev.gatehouse.wire.RequestContext;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passwords of chance. */
final class Passwords {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    static GetRandomPasswordResponse random(
            RequestContext context, GetRandomPasswordRequest input) {
        List<String> classes = classes(input);
        int length =
                Math.toIntExact(Objects.requireNonNullElse(input.passwordLength(), (long) LENGTH));
        boolean each = !Boolean.FALSE.equals(input.requireEachIncludedType());
        if (classes.isEmpty()) {
            throw SecretErrors.parameter(
                    "The combination of ExcludeCharacters and the other parameters excludes all"
                            + " characters.");
        }
        if (each && length < classes.size()) {
            throw SecretErrors.parameter(
                    "Password length %d is too short for the required character types.", length);
        }
        String all = String.join("", classes);
        List<Character> letters = new ArrayList<>();
        if (each) {
            classes.forEach(one -> letters.add(any(one)));
        }
        while (letters.size() < length) {
            letters.add(any(all));
        }
        Collections.shuffle(letters, RANDOM);
        StringBuilder password = new StringBuilder();
        letters.forEach(password::append);
        return GetRandomPasswordResponse.builder().randomPassword(password.toString()).build();
    }

    /** The sorts of characters that are left, none of them empty. */
    private static List<String> classes(GetRandomPasswordRequest input) {
        String excluded = Objects.requireNonNullElse(input.excludeCharacters(), "");
        List<String> classes = new ArrayList<>();
        add(classes, LOWER, excluded, input.excludeLowercase());
        add(classes, UPPER, excluded, input.excludeUppercase());
        add(classes, DIGITS, excluded, input.excludeNumbers());
        add(classes, PUNCTUATION, excluded, input.excludePunctuation());
        add(classes, " ", excluded, !Boolean.TRUE.equals(input.includeSpace()));
        return classes;
    }

    private static void add(
            List<String> classes, String all, String excluded, @Nullable Boolean without) {
        StringBuilder left = new StringBuilder();
        all.chars()
                .filter(letter -> excluded.indexOf(letter) < 0)
                .forEach(letter -> left.append((char) letter));
        if (!Boolean.TRUE.equals(without) && !left.isEmpty()) {
            classes.add(left.toString());
        }
    }

    private static char any(String letters) {
        return letters.charAt(RANDOM.nextInt(letters.length()));
    }
}
