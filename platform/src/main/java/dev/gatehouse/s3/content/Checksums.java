package dev.gatehouse.s3.content;

import dev.gatehouse.aws.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ETags and the checksums clients send: compared with the content, kept and echoed. */
public final class Checksums {
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

    private static final int PIECE_BYTES = 64 * 1024;

    private Checksums() {}

    /** The checksums a client sent, in base64 by algorithm. */
    public static Map<String, String> sent(View input) {
        Map<String, String> sent = new LinkedHashMap<>();
        for (String member : MEMBERS) {
            if (input.data().value(member) instanceof String value) {
                sent.put(member.substring(PREFIX.length()), value);
            }
        }
        return sent;
    }

    /** Rejects an algorithm that is not computed here; null is none. */
    public static void requireKnown(@Nullable String algorithm) {
        if (algorithm != null) {
            Digester.of(algorithm);
        }
    }

    /** Checksums of an object as members of a response. */
    public static Map<String, String> members(Map<String, String> checksums) {
        Map<String, String> members = new LinkedHashMap<>();
        checksums.forEach((algorithm, value) -> members.put(PREFIX + algorithm, value));
        return members;
    }

    /** The same with their type, which is that of the whole object. */
    public static Map<String, String> typedMembers(Map<String, String> checksums) {
        Map<String, String> members = members(checksums);
        if (!members.isEmpty()) {
            members.put("ChecksumType", "FULL_OBJECT");
        }
        return members;
    }

    /** The ETag of a content. */
    public static String eTag(InputStream content) {
        return '"' + digest(Digester.md5(), content).hex() + '"';
    }

    /** The ETag of an object made of parts: of their digests, and how many there were. */
    public static String eTag(Iterable<String> partTags, int count) {
        Digester all = Digester.md5();
        for (String tag : partTags) {
            byte[] part = HexFormat.of().parseHex(tag.replace("\"", ""));
            all.update(part, 0, part.length);
        }
        return '"' + all.hex() + '-' + count + '"';
    }

    /** A checksum in base64. */
    public static String compute(String algorithm, InputStream content) {
        return digest(Digester.of(algorithm), content).base64();
    }

    private static Digester digest(Digester digester, InputStream content) {
        byte[] piece = new byte[PIECE_BYTES];
        try (content) {
            for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
                digester.update(piece, 0, n);
            }
            return digester;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
