package dev.gatehouse.identity.sigv4.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.RootCredentials;
import dev.gatehouse.identity.sigv4.CanonicalRequest;
import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.identity.sigv4.Presigner;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import dev.gatehouse.identity.sigv4.Signer;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.SigningProfile;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way a request is rejected, and what is let through. */
@Tag("unit")
class VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T13:00:00Z");
    private static final byte[] BODY = "{}".getBytes(UTF_8);
    private static final AccessKey TEST = new AccessKey("test", "test", null);
    private static final AccessKey SESSION = new AccessKey("ASIASESSION", "secret", "token");
    private static final SigningKeys KEYS = new SigningKeys();
    private static final SignableRequest REQUEST =
            SignableRequest.of(
                    "POST",
                    "/2015-03-31/functions/a%3Ab/",
                    "x=1&Y=a%20b",
                    Map.of("Host", "localhost:4566", "X-Other", "  a   b ").entrySet());

    @Test
    void acceptsWhatTheSignerSigned() {
        Verified verified = verify(signed(TEST, NOW), NOW);
        assertThat(verified.credentials().principal().kind()).isEqualTo(PrincipalKind.ROOT);
        assertThat(verified.scope().region()).isEqualTo("us-east-1");
        assertThat(verified.payload().bytes()).isEqualTo(BODY);
    }

    @Test
    void aTwelveDigitKeyIsTheRootOfThatAccount() {
        AccessKey other = new AccessKey("111122223333", "test", null);
        assertThat(verify(signed(other, NOW), NOW).credentials().principal().arn())
                .isEqualTo("arn:aws:iam::111122223333:root");
    }

    @Test
    void rejectsASignatureOlderThanFifteenMinutes() {
        assertThat(verify(signed(TEST, NOW.minusSeconds(900)), NOW)).isNotNull();
        SignatureException rejection = rejection(signed(TEST, NOW.minusSeconds(901)), NOW);
        assertThat(rejection.reason()).isEqualTo(Reason.TOO_OLD);
        assertThat(rejection)
                .hasMessage(
                        "Signature expired: 20261121T124459Z is now earlier than"
                                + " 20261121T124500Z (20261121T130000Z - 15 min.)");
    }

    @Test
    void rejectsASignatureFromMoreThanFifteenMinutesAhead() {
        assertThat(verify(signed(TEST, NOW.plusSeconds(900)), NOW)).isNotNull();
        SignatureException rejection = rejection(signed(TEST, NOW.plusSeconds(901)), NOW);
        assertThat(rejection.reason()).isEqualTo(Reason.NOT_YET_CURRENT);
        assertThat(rejection)
                .hasMessage(
                        "Signature not yet current: 20261121T131501Z is still later than"
                                + " 20261121T131500Z (20261121T130000Z + 15 min.)");
    }

    @Test
    void rejectsASignatureReplayedWithANewDate() {
        SignableRequest replayed = signed(TEST, NOW.minusSeconds(3_600));
        assertThat(rejection(replayed.with("x-amz-date", "20261121T130000Z"), NOW).reason())
                .isEqualTo(Reason.MISMATCH);
        assertThat(rejection(replayed.with("x-amz-date", "20261122T130000Z"), NOW).reason())
                .isEqualTo(Reason.WRONG_SCOPE);
    }

    @Test
    void rejectsWhatWasChangedAfterSigning() {
        SignableRequest good = signed(TEST, NOW);
        Map<String, List<String>> headers = good.headers();
        List<SignableRequest> changed =
                List.of(
                        new SignableRequest("PUT", good.path(), good.query(), headers),
                        new SignableRequest("POST", good.path() + "x", good.query(), headers),
                        new SignableRequest("POST", good.path(), "x=2&Y=a%20b", headers),
                        good.with("x-other", "c"),
                        good.with("host", "elsewhere"));
        for (SignableRequest request : changed) {
            assertThat(rejection(request, NOW).reason()).isEqualTo(Reason.MISMATCH);
        }
        assertThat(rejection(good, "{ }".getBytes(UTF_8), "lambda", null).reason())
                .isEqualTo(Reason.MISMATCH);
    }

    @Test
    void rejectsAWrongSecret() {
        assertThat(rejection(signed(new AccessKey("test", "tset", null), NOW), NOW).reason())
                .isEqualTo(Reason.MISMATCH);
    }

    @Test
    void rejectsAnUnknownKey() {
        assertThat(rejection(signed(new AccessKey("AKIANOBODY", "x", null), NOW), NOW).reason())
                .isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void rejectsAnotherServiceAndAnotherRegion() {
        SignableRequest request = signed(TEST, NOW);
        assertThat(rejection(request, BODY, "iam", null))
                .hasMessage("Credential should be scoped to correct service: 'iam'. ");
        assertThat(rejection(request, BODY, "lambda", "eu-west-1"))
                .hasMessage("Credential should be scoped to a valid region, not 'us-east-1'. ");
    }

    @Test
    void rejectsATokenThatIsNotTheSessions() {
        assertThat(verify(signed(SESSION, NOW), NOW).credentials().sessionToken())
                .isEqualTo("token");
        AccessKey wrong = new AccessKey("ASIASESSION", "secret", "other");
        AccessKey none = new AccessKey("ASIASESSION", "secret", null);
        assertThat(rejection(signed(wrong, NOW), NOW).reason()).isEqualTo(Reason.INVALID_TOKEN);
        assertThat(rejection(signed(none, NOW), NOW).reason()).isEqualTo(Reason.INVALID_TOKEN);
    }

    @Test
    void rejectsASessionThatHasEnded() {
        Instant end = NOW.plusSeconds(60);
        assertThat(rejection(signed(SESSION, end), end).reason()).isEqualTo(Reason.EXPIRED_TOKEN);
    }

    @Test
    void namesEveryMissingPartOfTheHeader() {
        SignatureException rejection =
                rejection(REQUEST.with("authorization", "AWS4-HMAC-SHA256 Credential=test"), NOW);
        assertThat(rejection.reason()).isEqualTo(Reason.INCOMPLETE);
        assertThat(rejection.text())
                .contains("requires 'Signature' parameter")
                .contains("requires 'SignedHeaders' parameter")
                .contains("'X-Amz-Date' or a 'Date' header")
                .doesNotContain("'Credential'");
    }

    @Test
    void rejectsWhatIsNotASignature() {
        assertThat(rejection(REQUEST, NOW).reason()).isEqualTo(Reason.MISSING);
        for (String header :
                List.of(
                        "Bearer abc",
                        "AWS4-HMAC-SHA256",
                        "AWS4-HMAC-SHA256 x",
                        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0",
                        "")) {
            SignableRequest request =
                    REQUEST.with("authorization", header).with("x-amz-date", "20261121T130000Z");
            assertThat(rejection(request, NOW).reason()).isEqualTo(Reason.INCOMPLETE);
        }
        assertThat(rejection(signed(TEST, NOW).with("x-amz-date", "yesterday"), NOW).reason())
                .isEqualTo(Reason.INCOMPLETE);
    }

    @Test
    void rejectsOtherAlgorithmsByTheirName() {
        String header =
                "AWS4-RSA-SHA256 Credential=test/20261121/lambda/aws4_request,"
                        + " SignedHeaders=host, Signature=0";
        SignableRequest request =
                REQUEST.with("authorization", header).with("x-amz-date", "20261121T130000Z");

        assertThat(rejection(request, NOW))
                .hasMessageContaining("Unsupported AWS 'algorithm': 'AWS4-RSA-SHA256'");
    }

    @Test
    void rejectsASignatureThatDoesNotCoverTheHost() {
        SignableRequest request = signed(TEST, NOW);
        String header = String.valueOf(request.header("authorization"));
        assertThat(
                        rejection(request.with("authorization", header.replace("host;", "")), NOW)
                                .reason())
                .isEqualTo(Reason.UNSIGNED_HEADER);
    }

    @Test
    void aPresignedUrlLivesAsLongAsItSays() {
        SignableRequest url = presigned("s3", Duration.ofMinutes(2));
        assertThat(verifyS3(url, NOW.plusSeconds(120))).isNotNull();
        assertThat(rejections3(url, NOW.plusSeconds(121)).reason())
                .isEqualTo(Reason.PRESIGNED_EXPIRED);
        assertThat(rejections3(url, NOW.minusSeconds(901)).reason())
                .isEqualTo(Reason.NOT_YET_CURRENT);
    }

    @Test
    void aPresignedUrlCannotBeMadeToLiveLonger() {
        SignableRequest url = presigned("s3", Duration.ofMinutes(2));
        String query = url.query().replace("X-Amz-Expires=120", "X-Amz-Expires=99999");
        assertThat(rejections3(withQuery(url, query), NOW).reason()).isEqualTo(Reason.MISMATCH);
        String week = url.query().replace("X-Amz-Expires=120", "X-Amz-Expires=604801");
        assertThat(rejections3(withQuery(url, week), NOW).reason())
                .isEqualTo(Reason.INCOMPLETE_QUERY);
    }

    @Test
    void s3RejectsABodyThatIsNotTheSignedOne() {
        Signer signer = new Signer(Region.DEFAULT, "s3", KEYS);
        SignableRequest request = with(REQUEST, signer.sign(REQUEST, BODY, TEST, NOW));
        assertThat(rejection(request, "other".getBytes(UTF_8), "s3", null).reason())
                .isEqualTo(Reason.PAYLOAD_MISMATCH);
        assertThat(rejection(request.with("x-amz-acl", "public"), BODY, "s3", null).reason())
                .isEqualTo(Reason.UNSIGNED_HEADER);
    }

    @Test
    void readsTheTrailerThatASignedHeaderAnnounces() {
        Payload payload = streamed("x-amz-checksum-crc32", "x-amz-checksum-crc32:NSRBwg==\r\n");
        assertThat(payload.trailers()).containsEntry("x-amz-checksum-crc32", "NSRBwg==");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-checksum-crc32, x-amz-meta-owner:me",
        "x-amz-checksum-crc32, content-type:text/html",
        "x-amz-checksum-crc32, ",
        ", x-amz-copy-source:/other/key"
    })
    void rejectsATrailerThatWasAddedOrTakenAwayOnTheWay(
            @Nullable String announced, @Nullable String sent) {
        String trailer = sent == null ? "" : sent + "\r\n";
        assertThat(
                        catchThrowableOfType(
                                        SignatureException.class,
                                        () -> streamed(announced, trailer))
                                .reason())
                .isEqualTo(Reason.MALFORMED_TRAILER);
    }

    private static Payload streamed(@Nullable String announced, String trailer) {
        String form = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
        Map<String, String> headers =
                new TreeMap<>(Map.of("host", "localhost:4566", "x-amz-date", "20261121T130000Z"));
        headers.put("x-amz-content-sha256", form);
        if (announced != null) {
            headers.put("x-amz-trailer", announced);
        }
        SignableRequest request = SignableRequest.of("PUT", "/b/k", "", headers.entrySet());
        CredentialScope scope = CredentialScope.at(NOW, Region.DEFAULT, "s3");
        String stringToSign =
                CanonicalRequest.of(request, SigningProfile.S3, List.copyOf(headers.keySet()), form)
                        .stringToSign("20261121T130000Z", scope);
        String authorization =
                "AWS4-HMAC-SHA256 Credential=test/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                scope,
                                String.join(";", headers.keySet()),
                                Hashes.hmacHex(KEYS.derive("test", scope), stringToSign));
        byte[] body = ("3\r\nabc\r\n0\r\n" + trailer + "\r\n").getBytes(UTF_8);
        return Verifications.verify(
                        verifier(NOW),
                        request.with("authorization", authorization),
                        body,
                        Expected.service("s3"))
                .payload();
    }

    private static SignableRequest signed(AccessKey key, Instant at) {
        Signer signer = new Signer(Region.DEFAULT, "lambda", KEYS);
        return with(REQUEST, signer.sign(REQUEST, BODY, key, at));
    }

    private static SignableRequest presigned(String service, Duration lifetime) {
        SignableRequest get =
                SignableRequest.of(
                        "GET", "/bucket/key", "", Map.of("Host", "localhost:4566").entrySet());
        return withQuery(
                get,
                new Presigner(Region.DEFAULT, service, KEYS).presign(get, TEST, NOW, lifetime));
    }

    private static SignableRequest withQuery(SignableRequest request, String query) {
        return new SignableRequest(request.method(), request.path(), query, request.headers());
    }

    private static SignableRequest with(SignableRequest request, Map<String, String> headers) {
        SignableRequest complete = request;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            complete = complete.with(header.getKey(), header.getValue());
        }
        return complete;
    }

    private static Verified verify(SignableRequest request, Instant now) {
        return Verifications.verify(verifier(now), request, BODY, Expected.service("lambda"));
    }

    private static Verified verifyS3(SignableRequest request, Instant now) {
        return Verifications.verify(verifier(now), request, new byte[0], Expected.service("s3"));
    }

    private static SignatureException rejection(SignableRequest request, Instant now) {
        return catchThrowableOfType(SignatureException.class, () -> verify(request, now));
    }

    private static SignatureException rejections3(SignableRequest request, Instant now) {
        return catchThrowableOfType(SignatureException.class, () -> verifyS3(request, now));
    }

    private static SignatureException rejection(
            SignableRequest request, byte[] body, String service, @Nullable String region) {
        return catchThrowableOfType(
                SignatureException.class,
                () ->
                        Verifications.verify(
                                verifier(NOW), request, body, new Expected(service, region)));
    }

    private static Verifier verifier(Instant now) {
        CredentialSource root = RootCredentials.of(AccountId.DEFAULT, "test", "test");
        return new Verifier(
                root.or(VerifierTest::session), new FixedClock(now), KEYS, (_, _, _) -> {});
    }

    private static Optional<Credentials> session(String accessKeyId) {
        if (!accessKeyId.equals(SESSION.id())) {
            return Optional.empty();
        }
        return Optional.of(
                new Credentials(
                        accessKeyId,
                        SESSION.secret(),
                        SESSION.sessionToken(),
                        NOW.plusSeconds(60),
                        roleSession()));
    }

    static Principal roleSession() {
        Arn arn = Arn.global("iam", AccountId.DEFAULT, "role/r");
        AssumableRole role = new AssumableRole(arn, "AROA", "{}", 3_600);
        return Principal.roleSession(role, "s", Session.plain(role.issuer(), NOW));
    }
}
