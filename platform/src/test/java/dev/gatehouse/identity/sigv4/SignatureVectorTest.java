package dev.gatehouse.identity.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.sigv4.verify.Expected;
import dev.gatehouse.identity.sigv4.verify.FixedClock;
import dev.gatehouse.identity.sigv4.verify.Verifications;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published test suite, against the canonical form, the verifier and the signer. */
@Tag("unit")
class SignatureVectorTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Instant MOMENT = Instant.parse("2015-08-30T12:36:00Z");
    private static final CredentialScope SCOPE =
            new CredentialScope("20150830", "us-east-1", "service");
    private static final SigningKeys KEYS = new SigningKeys();

    static List<SignatureVector> vectors() throws IOException {
        return SignatureVector.all();
    }

    static List<SignatureVector> normalised() throws IOException {
        return vectors().stream()
                .filter(vector -> vector.profile() == SigningProfile.STANDARD)
                .toList();
    }

    /** The signer is for URLs without a body, and puts the token in before it signs. */
    static List<SignatureVector> presigned() throws IOException {
        return normalised().stream().filter(vector -> vector.body().isEmpty()).toList();
    }

    @Test
    void thereAreAllThirtyEight() throws IOException {
        assertThat(vectors()).hasSize(38);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSignatureOfTheHeaderFormIsAws(SignatureVector vector) {
        CanonicalRequest canonical =
                CanonicalRequest.of(
                        vector.request(),
                        vector.profile(),
                        vector.header().headers(),
                        Hashes.sha256Hex(vector.body()));
        assertThat(sign(canonical)).as(canonical.text()).isEqualTo(vector.header().signature());
    }

    @ParameterizedTest
    @MethodSource("presigned")
    void theSignerPresignsAsAws(SignatureVector vector) {
        Map<String, List<String>> headers = new TreeMap<>(vector.request().headers());
        headers.keySet().retainAll(vector.query().headers());
        SignableRequest request = vector.request();
        SignableRequest plain =
                new SignableRequest(request.method(), request.path(), request.query(), headers);
        String token = vector.query().tokenAfter() ? null : token(vector);
        AccessKey key = new AccessKey("AKIDEXAMPLE", SECRET, token);
        String query =
                new Presigner(Region.DEFAULT, "service", KEYS)
                        .presign(plain, key, MOMENT, Duration.ofHours(1));
        assertThat(query).endsWith("&X-Amz-Signature=" + vector.query().signature());
    }

    @ParameterizedTest
    @MethodSource("normalised")
    void theVerifierAcceptsTheHeaderFormAndNothingElse(SignatureVector vector) {
        Verifier verifier =
                new Verifier(keysOf(vector), new FixedClock(MOMENT), KEYS, (_, _, _) -> {});
        byte[] body = vector.body().getBytes(UTF_8);
        SignableRequest good = authorized(vector, vector.header().signature());
        SignableRequest bad = authorized(vector, reversed(vector.header().signature()));

        assertThat(Verifications.verify(verifier, good, body, Expected.service("service")).scope())
                .isEqualTo(SCOPE);
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(
                        () ->
                                Verifications.verify(
                                        verifier, bad, body, Expected.service("service")))
                .extracting(SignatureException::reason)
                .isEqualTo(SignatureException.Reason.MISMATCH);
    }

    private static SignableRequest authorized(SignatureVector vector, String signature) {
        return vector.request()
                .with(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/%s, SignedHeaders=%s, Signature=%s"
                                .formatted(
                                        SCOPE,
                                        String.join(";", vector.header().headers()),
                                        signature));
    }

    private static String reversed(String signature) {
        return new StringBuilder(signature).reverse().toString();
    }

    private static CredentialSource keysOf(SignatureVector vector) {
        Principal principal = Principal.root(AccountId.DEFAULT);
        Credentials credentials =
                new Credentials("AKIDEXAMPLE", SECRET, token(vector), null, principal);
        return id -> id.equals("AKIDEXAMPLE") ? Optional.of(credentials) : Optional.empty();
    }

    private static String token(SignatureVector vector) {
        return vector.request().header("x-amz-security-token");
    }

    private static String sign(CanonicalRequest canonical) {
        String stringToSign = canonical.stringToSign("20150830T123600Z", SCOPE);
        return Hashes.hmacHex(KEYS.derive(SECRET, SCOPE), stringToSign);
    }
}
