package dev.gatehouse.wire.message;

import dev.gatehouse.wire.format.UrlText;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a request is signed, as its head says ("Bucket policy examples using condition keys", "Amazon
 * S3 Signature Version 4 authentication-specific policy keys"). Read where a policy asks.
 *
 * @param authorization its {@code Authorization}; null when it has none
 * @param query its query
 * @param contentHash its {@code x-amz-content-sha256}; null when it has none
 */
public record Signing(@Nullable String authorization, String query, @Nullable String contentHash) {
    private static final String VERSION_2 = "AWS";

    /** Of version 4 before a slash, of version 2 before a colon. */
    private static final Pattern KEY = Pattern.compile("(?:Credential=|^AWS )([^/:,\\s]+)");

    /** Of a call in this process, which an SDK would have signed so. */
    public static final Signing IN_PROCESS = new Signing("AWS4-HMAC-SHA256 ", "", null);

    /**
     * Of a request that a service sends on in a role's name, as an API's integration does: what it
     * says is its author's. Signed as the calls in this process are, but another than theirs.
     */
    public static final Signing SENT_ON = new Signing("AWS4-HMAC-SHA256 ", "", null);

    public static Signing of(WireRequest head) {
        Headers headers = head.headers();
        return new Signing(
                headers.first("authorization"),
                head.rawQuery(),
                headers.first("x-amz-content-sha256"));
    }

    /** {@code s3:authType}. */
    public String type() {
        return authorization == null ? "REST-QUERY-STRING" : "REST-HEADER";
    }

    /** {@code s3:signatureversion}. */
    public String version() {
        if (authorization != null) {
            return authorization.strip().split("[ \t]", 2)[0];
        }
        String algorithm = UrlText.first("X-Amz-Algorithm", query);
        return algorithm == null ? VERSION_2 : algorithm;
    }

    /** The id of the access key that signed; null where that is not said. */
    public @Nullable String keyId() {
        Matcher key = KEY.matcher(authorization == null ? "" : authorization);
        if (key.find()) {
            return key.group(1);
        }
        String credential = UrlText.first("X-Amz-Credential", query);
        return credential == null
                ? UrlText.first("AWSAccessKeyId", query)
                : credential.split("/", 2)[0];
    }

    /** When a URL was signed, to the second; empty where no URL was, or where it does not say. */
    public Optional<Instant> urlSignedAt() {
        String date = authorization == null ? UrlText.first("X-Amz-Date", query) : null;
        try {
            return Optional.ofNullable(date)
                    .map(text -> LocalDateTime.parse(text, Dates.FORMAT).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static final class Dates {
        static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

        private Dates() {}
    }
}
