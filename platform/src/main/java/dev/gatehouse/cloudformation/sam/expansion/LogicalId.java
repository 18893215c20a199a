package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.sam.python.PythonJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Logical ids as SAM's own translator makes them, so that stacks deployed with AWS's keep theirs:
 * many end in the first digits of the SHA-1 of what they depend on.
 */
public final class LogicalId {
    private static final int LENGTH = 10;

    private LogicalId() {}

    /** A prefix and the hash of a tree: a text as it is, all else as JSON; empty for nothing. */
    public static String of(String prefix, JsonNode data) {
        return prefix + hash(data, LENGTH);
    }

    /** A prefix and the hash of a text. */
    public static String of(String prefix, String data) {
        return prefix + (data.isEmpty() ? "" : sha1(data).substring(0, LENGTH));
    }

    /** A prefix and a word; a word that ids cannot hold is hashed. */
    public static String joined(String prefix, String word) {
        return isAlphanumeric(word) ? prefix + word : of(prefix, word);
    }

    /** A prefix, a word and a suffix; a word that ids cannot hold is hashed behind them. */
    public static String joined(String prefix, String word, String suffix) {
        return isAlphanumeric(word) ? prefix + word + suffix : of(prefix + suffix, word);
    }

    /** The SHA-1 of a text in hexadecimal digits. */
    public static String sha1(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a text has letters and digits, and nothing else. */
    static boolean isAlphanumeric(String text) {
        return !text.isEmpty() && text.chars().allMatch(Character::isLetterOrDigit);
    }

    private static String hash(JsonNode data, int length) {
        if (!Values.isTrue(data)) {
            return "";
        }
        String text = data.isTextual() ? data.asText() : PythonJson.compact(data);
        return sha1(text).substring(0, length);
    }
}
