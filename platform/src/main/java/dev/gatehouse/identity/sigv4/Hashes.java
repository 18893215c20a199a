package dev.gatehouse.identity.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digests of signatures, which every JDK has. */
public final class Hashes {
    static final String EMPTY_SHA256 =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String HMAC = "HmacSHA256";

    private Hashes() {}

    public static String sha256Hex(String text) {
        return sha256Hex(text.getBytes(UTF_8));
    }

    public static String sha256Hex(byte[] bytes) {
        return bytes.length == 0 ? EMPTY_SHA256 : HexFormat.of().formatHex(sha256().digest(bytes));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    static byte[] hmac(byte[] key, String text) {
        return hmac(key, text.getBytes(UTF_8));
    }

    static byte[] hmac(byte[] key, byte[] bytes) {
        return hmac(HMAC, key, bytes);
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without " + algorithm, e);
        }
    }

    /** What signatures of Version 2 are. */
    public static String hmacSha1Base64(String secret, String text) {
        byte[] key = secret.getBytes(UTF_8);
        return Base64.getEncoder().encodeToString(hmac("HmacSHA1", key, text.getBytes(UTF_8)));
    }

    public static String hmacHex(byte[] key, String text) {
        return HexFormat.of().formatHex(hmac(key, text));
    }

    /** Compares in a time that does not tell how much was right. */
    public static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }
}
