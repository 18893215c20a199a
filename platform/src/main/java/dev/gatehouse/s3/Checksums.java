package dev.gatehouse.s3;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.ServiceException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/** ETags and the checksums clients send: compared with the content, kept and echoed. */
final class Checksums {
    private static final String PREFIX = "Checksum";

    /** The members of S3's model that carry a checksum. */
    private static final List<String> MEMBERS =
            List.of(
                    "ChecksumCRC32",
                    "ChecksumCRC32C",
                    "ChecksumCRC64NVME",
                    "ChecksumMD5",
                    "ChecksumSHA1",
                    "ChecksumSHA256",
                    "ChecksumSHA512",
                    "ChecksumXXHASH3",
                    "ChecksumXXHASH64",
                    "ChecksumXXHASH128");

    private static final Set<String> COMPUTED =
            Set.of("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256");

    private Checksums() {}

    /**
     * Compares what the client sent with the content.
     *
     * @param input what the client sent, in members such as ChecksumCRC32, in base64
     * @param wanted an algorithm to compute although the client sent no value
     * @return what is to be kept with the object: base64 by algorithm
     * @throws dev.gatehouse.kernel.ServiceException BadDigest when they differ; InvalidRequest for
     *     an algorithm not supported, several of them, or what is no checksum at all
     */
    static Map<String, String> verify(byte[] content, View input, @Nullable String wanted) {
        Map<String, String> kept = sent(input);
        if (kept.size() > 1) {
            throw S3Errors.badRequest(
                    "InvalidRequest",
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                            + " allowed.");
        }
        kept.forEach((algorithm, sent) -> check(algorithm, sent, compute(algorithm, content)));
        if (kept.isEmpty() && wanted != null) {
            kept.put(wanted, compute(wanted.toUpperCase(Locale.ROOT), content));
        }
        return kept;
    }

    /** The checksums a client sent, in base64 by algorithm. */
    static Map<String, String> sent(View input) {
        Map<String, String> sent = new LinkedHashMap<>();
        for (String member : MEMBERS) {
            if (input.data().value(member) instanceof String value) {
                sent.put(member.substring(PREFIX.length()), value);
            }
        }
        return sent;
    }

    /** Refuses an algorithm that is not computed here; null is none. */
    static void requireKnown(@Nullable String algorithm) {
        if (algorithm != null && !COMPUTED.contains(algorithm)) {
            throw unknown(algorithm);
        }
    }

    /** Checksums of an object as members of an answer. */
    static Map<String, String> members(Map<String, String> checksums) {
        Map<String, String> members = new LinkedHashMap<>();
        checksums.forEach((algorithm, value) -> members.put(PREFIX + algorithm, value));
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
        if (contentMd5 == null) {
            return;
        }
        String computed = base64(digest("MD5", content));
        if (contentMd5.length() != computed.length()) {
            throw S3Errors.badRequest(
                    "InvalidDigest", "The Content-MD5 you specified was invalid.");
        }
        if (!contentMd5.equals(computed)) {
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
        if (sent.length() != computed.length()) {
            throw S3Errors.badRequest(
                    "InvalidRequest",
                    "Value for x-amz-checksum-%s header is invalid."
                            .formatted(algorithm.toLowerCase(Locale.ROOT)));
        }
        if (!sent.equals(computed)) {
            throw S3Errors.badRequest(
                    "BadDigest",
                    "The " + algorithm + " you specified did not match the calculated checksum.");
        }
    }

    /** A checksum in base64. */
    static String compute(String algorithm, byte[] content) {
        return switch (algorithm) {
            case "CRC32" -> crc(new CRC32(), content);
            case "CRC32C" -> crc(new CRC32C(), content);
            case "CRC64NVME" -> base64(bytes(Crc64Nvme.of(content)));
            case "SHA1" -> base64(digest("SHA-1", content));
            case "SHA256" -> base64(digest("SHA-256", content));
            default -> throw unknown(algorithm);
        };
    }

    private static ServiceException unknown(String algorithm) {
        return S3Errors.badRequest("InvalidRequest", "The checksum is not supported: " + algorithm);
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
