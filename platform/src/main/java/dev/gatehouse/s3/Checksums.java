package dev.gatehouse.s3;

import dev.gatehouse.aws.View;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/** ETags and the checksums clients send: compared with the content, kept and echoed. */
final class Checksums {
    /** What the members of S3's model are called that carry a checksum. */
    private static final String MEMBER = "Checksum";

    private static final List<String> ALGORITHMS =
            List.of(
                    "CRC32",
                    "CRC32C",
                    "CRC64NVME",
                    "MD5",
                    "SHA1",
                    "SHA256",
                    "SHA512",
                    "XXHASH3",
                    "XXHASH64",
                    "XXHASH128");

    private Checksums() {}

    /**
     * Compares what the client sent with the content.
     *
     * @param input what the client sent, in members such as ChecksumCRC32, in base64
     * @param wanted an algorithm to compute although the client sent no value
     * @return what is to be kept with the object: base64 by algorithm
     * @throws dev.gatehouse.kernel.ServiceException BadDigest when they differ; InvalidRequest for
     *     an algorithm not supported
     */
    static Map<String, String> verify(byte[] content, View input, @Nullable String wanted) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String algorithm : ALGORITHMS) {
            if (input.data().value(MEMBER + algorithm) instanceof String sent) {
                check(algorithm, sent, compute(algorithm, content));
                kept.put(algorithm, sent);
            }
        }
        if (kept.isEmpty() && wanted != null) {
            kept.put(wanted, compute(wanted.toUpperCase(Locale.ROOT), content));
        }
        return kept;
    }

    /** Checksums of an object as members of an answer. */
    static Map<String, String> members(Map<String, String> checksums) {
        Map<String, String> members = new LinkedHashMap<>();
        checksums.forEach((algorithm, value) -> members.put(MEMBER + algorithm, value));
        return members;
    }

    /** The same with their type, which is that of the whole object. */
    static Map<String, String> typedMembers(Map<String, String> checksums) {
        Map<String, String> members = members(checksums);
        if (!members.isEmpty()) {
            members.put("ChecksumType", "FULL_OBJECT");
        }
        return members;
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
