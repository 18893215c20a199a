package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.sigv4.QueryParameter;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A URL presigned with AWS Signature Version 2, which S3 still takes in its oldest regions and
 * which boto3 makes there unless it is told otherwise. It has no scope: neither a day nor a region.
 *
 * @param accessKeyId the key it names
 * @param signature Base64 of an HMAC-SHA1
 * @param expires when it ends, in seconds since 1970
 * @param sessionToken the session token beside it; null when there is none
 */
record Version2Query(
        String accessKeyId, String signature, long expires, @Nullable String sessionToken) {
    private static final String KEY = "AWSAccessKeyId";
    private static final String SIGNATURE = "Signature";
    private static final String EXPIRES = "Expires";
    private static final String AMZ = "x-amz-";

    /** The parameters that name a part or a form of a resource; all others are not signed. */
    private static final Set<String> OF_RESOURCE =
            Set.of(
                    "acl",
                    "cors",
                    "delete",
                    "lifecycle",
                    "location",
                    "logging",
                    "notification",
                    "partNumber",
                    "policy",
                    "replication",
                    "requestPayment",
                    "response-cache-control",
                    "response-content-disposition",
                    "response-content-encoding",
                    "response-content-language",
                    "response-content-type",
                    "response-expires",
                    "restore",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads",
                    "versionId",
                    "versioning",
                    "versions",
                    "website");

    /**
     * Names of younger parts, which are not signed either: one of them added to a link would make
     * it do what its maker never signed.
     */
    private static final Set<String> YOUNGER =
            Set.of(
                    "abac",
                    "accelerate",
                    "analytics",
                    "attributes",
                    "encryption",
                    "intelligent-tiering",
                    "inventory",
                    "legal-hold",
                    "metadataConfiguration",
                    "metadataInventoryTable",
                    "metadataJournalTable",
                    "metadataTable",
                    "metrics",
                    "object-lock",
                    "ownershipControls",
                    "policyStatus",
                    "publicAccessBlock",
                    "renameObject",
                    "retention",
                    "select",
                    "session");

    static boolean isPresent(SignableRequest request) {
        return request.parameter(KEY) != null;
    }

    static Version2Query read(SignableRequest request) {
        String key = request.parameter(KEY);
        String signature = request.parameter(SIGNATURE);
        String expires = request.parameter(EXPIRES);
        if (key == null || signature == null || expires == null) {
            throw malformed(
                    "Query-string authentication requires the Signature, Expires and"
                            + " AWSAccessKeyId parameters");
        }
        for (QueryParameter parameter : QueryParameter.parse(request.query())) {
            if (YOUNGER.contains(parameter.name())) {
                throw malformed("Signature Version 2 does not cover " + parameter.name());
            }
        }
        try {
            String token = request.parameter("x-amz-security-token");
            return new Version2Query(key, signature, Long.parseLong(expires), token);
        } catch (NumberFormatException _) {
            throw malformed("Invalid date (should be seconds since epoch): " + expires);
        }
    }

    void requireCurrent(Instant now) {
        if (now.getEpochSecond() > expires) {
            throw new SignatureException(Reason.PRESIGNED_EXPIRED, "Request has expired");
        }
    }

    /**
     * What the signature covers.
     *
     * @param request with the bucket in its path, wherever it was sent
     */
    String stringToSign(SignableRequest request) {
        return request.method()
                + '\n'
                + given(request, "content-md5")
                + '\n'
                + given(request, "content-type")
                + '\n'
                + expires
                + '\n'
                + amzHeaders(request)
                + resource(request.path())
                + ofResource(request);
    }

    /** A bucket by itself is signed with a slash behind it, also where it is sent without. */
    private static String resource(String path) {
        return path.lastIndexOf('/') == 0 && path.length() > 1 ? path + '/' : path;
    }

    /** Clients that cannot send a header may put it into the query. */
    private static String given(SignableRequest request, String header) {
        String sent = request.header(header);
        String asked = sent == null ? request.parameter(header) : sent;
        return asked == null ? "" : asked.strip();
    }

    private static String amzHeaders(SignableRequest request) {
        Map<String, String> headers = new TreeMap<>();
        for (QueryParameter parameter : QueryParameter.parse(request.query())) {
            if (parameter.name().startsWith(AMZ)) {
                headers.put(parameter.name(), parameter.value().strip());
            }
        }
        request.headers()
                .forEach(
                        (name, values) -> {
                            if (name.startsWith(AMZ)) {
                                headers.put(name, joined(values));
                            }
                        });
        StringBuilder text = new StringBuilder();
        headers.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.toString();
    }

    private static String joined(List<String> values) {
        return values.stream().map(String::strip).collect(Collectors.joining(","));
    }

    private static String ofResource(SignableRequest request) {
        return QueryParameter.parse(request.query()).stream()
                .filter(parameter -> OF_RESOURCE.contains(parameter.name()))
                .sorted(Comparator.comparing(QueryParameter::name))
                .map(
                        each ->
                                each.value().isEmpty()
                                        ? each.name()
                                        : each.name() + '=' + each.value())
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining("&"), Version2Query::after));
    }

    private static String after(String parameters) {
        return parameters.isEmpty() ? "" : '?' + parameters;
    }

    private static SignatureException malformed(String message) {
        return new SignatureException(Reason.INCOMPLETE_VERSION_2, message);
    }
}
