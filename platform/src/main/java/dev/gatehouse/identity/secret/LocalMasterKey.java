package dev.gatehouse.identity.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;

/** A master key of 256 bits that this process holds itself. */
public final class LocalMasterKey implements MasterKey {
    private static final String CONTEXT = "data-key";
    private static final int ID_BYTES = 8;

    private final SecretKey key;
    private final String id;

    private LocalMasterKey(byte[] bytes) {
        this.key = AesGcm.key(bytes);
        this.id = "local:" + fingerprint(bytes);
    }

    /** A new one, as {@link #of} reads it. */
    public static String generate() {
        return Base64.getEncoder().encodeToString(AesGcm.randomKey());
    }

    /**
     * @param text 32 bytes in Base64
     * @throws IllegalArgumentException it is not; the message has nothing of it
     */
    public static LocalMasterKey of(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("a master key is 32 bytes in Base64");
        }
        if (bytes.length != AesGcm.KEY_BYTES) {
            throw new IllegalArgumentException("a master key is 32 bytes in Base64");
        }
        return new LocalMasterKey(bytes);
    }

    private static String fingerprint(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("gatehouse master key".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] encrypt(byte[] dataKey) {
        return AesGcm.encrypt(key, dataKey, CONTEXT);
    }

    @Override
    public byte[] decrypt(byte[] encrypted) {
        return AesGcm.decrypt(key, encrypted, CONTEXT);
    }
}
