package dev.gatehouse.s3.content;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of the content that it sends.
 *
 * @param contentMd5 its MD5 in base64; null when the client does not say
 * @param algorithm the checksum to compute and keep; null for none
 * @param checksum its value in base64, where that came ahead of the content
 */
record Expectations(
        @Nullable String contentMd5, @Nullable String algorithm, @Nullable String checksum) {
    private static final String HEADER = "x-amz-checksum-";

    /**
     * @param announced names of headers that will follow the content
     * @throws ServiceException InvalidRequest for several checksums
     */
    static Expectations of(View input, Set<String> announced) {
        Map<String, String> sent = Checksums.sent(input);
        String trailing =
                announced.stream()
                        .filter(name -> name.startsWith(HEADER))
                        .map(name -> name.substring(HEADER.length()).toUpperCase(Locale.ROOT))
                        .findFirst()
                        .orElse(null);
        if (sent.size() + (trailing == null ? 0 : 1) > 1) {
            throw S3Errors.badRequest(
                    "InvalidRequest",
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                            + " allowed.");
        }
        String md5 = (String) input.data().value("ContentMD5");
        if (!sent.isEmpty()) {
            Map.Entry<String, String> only = sent.entrySet().iterator().next();
            return new Expectations(md5, only.getKey(), only.getValue());
        }
        Object wanted = input.data().value("ChecksumAlgorithm");
        String algorithm =
                trailing == null && wanted != null
                        ? wanted.toString().toUpperCase(Locale.ROOT)
                        : trailing;
        return new Expectations(md5, algorithm, null);
    }

    /**
     * @throws ServiceException BadDigest, InvalidDigest
     */
    void checkMd5(byte[] computed) {
        if (contentMd5 == null) {
            return;
        }
        String value = Base64.getEncoder().encodeToString(computed);
        if (contentMd5.length() != value.length()) {
            throw S3Errors.badRequest(
                    "InvalidDigest", "The Content-MD5 you specified was invalid.");
        }
        if (!contentMd5.equals(value)) {
            throw S3Errors.badRequest(
                    "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    /**
     * @param computed of the content, in base64
     * @param trailers the headers that followed the content
     * @return what is to be kept: the checksum by its algorithm
     * @throws ServiceException BadDigest; InvalidRequest for what is no checksum at all
     */
    Map<String, String> check(String computed, Map<String, String> trailers) {
        if (algorithm == null) {
            return Map.of();
        }
        String name = algorithm.toLowerCase(Locale.ROOT);
        String sent = checksum == null ? trailers.get(HEADER + name) : checksum;
        if (sent != null && sent.length() != computed.length()) {
            throw S3Errors.badRequest(
                    "InvalidRequest",
                    "Value for x-amz-checksum-%s header is invalid.".formatted(name));
        }
        if (sent != null && !sent.equals(computed)) {
            throw S3Errors.badRequest(
                    "BadDigest",
                    "The " + algorithm + " you specified did not match the calculated checksum.");
        }
        return Map.of(algorithm, computed);
    }
}
