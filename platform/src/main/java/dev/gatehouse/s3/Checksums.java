package dev.gatehouse.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/** ETags and the checksums clients send: compared with the content, kept and echoed. */
final class Checksums {
    private Checksums() {}

    /**
     * Compares what the client sent with the content.
     *
     * @param sent base64 by algorithm; null where the client sent none
     * @param wanted an algorithm to compute although the client sent no value
     * @return what is to be kept with the object
     */
    static Map<String, String> verify(
            byte[] content, Map<String, @Nullable String> sent, @Nullable String wanted) {
        Map<String, String> kept = new LinkedHashMap<>();
        sent.forEach(
                (algorithm, value) -> {
                    if (value != null) {
                        check(algorithm, value, compute(algorithm, content));
                        kept.put(algorithm, value);
                    }
                });
        if (kept.isEmpty() && wanted != null) {
            kept.put(wanted, compute(wanted.toUpperCase(Locale.ROOT), content));
        }
        return kept;
    }

    /** Compares the content with the Content-MD5 header. */
    static void verifyMd5(byte[] content, @Nullable String contentMd5) {
        if (contentMd5 != null && !contentMd5.equals(base64(digest("MD5", content)))) {
            throw S3Errors.badRequest(
                    "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    static String eTag(byte[] content) {
        return '"' + HexFormat.of().formatHex(digest("MD5", content)) + '"';
    }

    /** The ETag of an object made of parts: of their digests, and how many there were. */
    static String eTag(Iterable<String> partTags, int count) {
        MessageDigest all = messageDigest("MD5");
        for (String tag : partTags) {
            all.update(HexFormat.of().parseHex(tag.replace("\"", "")));
        }
        return '"' + HexFormat.of().formatHex(all.digest()) + '-' + count + '"';
    }

    private static void check(String algorithm, String sent, String computed) {
        if (!sent.equals(computed)) {
            throw S3Errors.badRequest(
                    "BadDigest",
                    "The " + algorithm + " you specified did not match the calculated checksum.");
        }
    }

    private static String compute(String algorithm, byte[] content) {
        return switch (algorithm) {
            case "CRC32" -> crc(new CRC32(), content);
            case "CRC32C" -> crc(new CRC32C(), content);
            case "CRC64NVME" -> base64(bytes(Crc64Nvme.of(content)));
            case "SHA1" -> base64(digest("SHA-1", content));
            case "SHA256" -> base64(digest("SHA-256", content));
            default ->
                    throw S3Errors.badRequest(
                            "InvalidRequest", "The checksum is not supported: " + algorithm);
        };
    }

    private static String crc(Checksum checksum, byte[] content) {
        checksum.update(content);
        return base64(ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array());
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] digest(String algorithm, byte[] content) {
        return messageDigest(algorithm).digest(content);
    }

    private static MessageDigest messageDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
