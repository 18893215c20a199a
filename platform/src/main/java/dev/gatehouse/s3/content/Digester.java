package dev.gatehouse.s3.content;

import dev.gatehouse.s3.model.S3Errors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** A digest or a checksum in the making. */
sealed interface Digester {
    void update(byte[] bytes, int offset, int length);

    /** The value; to be asked once, at the end. */
    byte[] value();

    /**
     * One of S3's checksum algorithms, or MD5.
     *
     * @throws dev.gatehouse.kernel.ServiceException InvalidRequest for one that is not computed
     *     here
     */
    static Digester of(String algorithm) {
        return switch (algorithm) {
            case "CRC32" -> new Crc(new CRC32(), Integer.BYTES);
            case "CRC32C" -> new Crc(new CRC32C(), Integer.BYTES);
            case "CRC64NVME" -> new Crc(new Crc64Nvme(), Long.BYTES);
            case "SHA1" -> new Hash(digest("SHA-1"));
            case "SHA256" -> new Hash(digest("SHA-256"));
            case "MD5" -> md5();
            default ->
                    throw S3Errors.badRequest(
                            "InvalidRequest", "The checksum is not supported: " + algorithm);
        };
    }

    /** What ETags and Content-MD5 are. */
    static Digester md5() {
        return new Hash(digest("MD5"));
    }

    /** The value as checksum headers have it. */
    default String base64() {
        return Base64.getEncoder().encodeToString(value());
    }

    /** The value as ETags have it. */
    default String hex() {
        return HexFormat.of().formatHex(value());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A cryptographic one. */
    record Hash(MessageDigest digest) implements Digester {
        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public byte[] value() {
            return digest.digest();
        }
    }

    /** One against accidents, of four or eight bytes. */
    record Crc(Checksum checksum, int bytes) implements Digester {
        @Override
        public void update(byte[] content, int offset, int length) {
            checksum.update(content, offset, length);
        }

        @Override
        public byte[] value() {
            byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
            return Arrays.copyOfRange(all, Long.BYTES - bytes, Long.BYTES);
        }
    }
}
