package dev.gatehouse.identity.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import dev.gatehouse.identity.sigv4.verify.Expected;
import dev.gatehouse.identity.sigv4.verify.FixedClock;
import dev.gatehouse.identity.sigv4.verify.Verifications;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's published signatures of Version 4A, and what else they must not be taken for. */
@Tag("unit")
class AsymmetricVectorTest {
    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String SCOPE = "20150830/service/aws4_request";
    private static final String HASH = Hashes.sha256Hex("chunk");
    private static final Expected SERVICE = Expected.service("service");
    private static final SigningKeys KEYS = new SigningKeys();

    static List<SignatureVector> normalised() throws IOException {
        return SignatureVector.allAsymmetric().stream()
                .filter(vector -> vector.profile() == SigningProfile.STANDARD)
                .toList();
    }

    /** One whose token joins the URL later cannot be verified: AWS signs what there is. */
    static List<SignatureVector> presignable() throws IOException {
        return normalised().stream().filter(vector -> !vector.query().tokenAfter()).toList();
    }

    @Test
    void thereAreAllThirtyEight() throws IOException {
        assertThat(SignatureVector.allAsymmetric()).hasSize(38);
    }

    @Test
    void thePublicKeyIsTheOneOfTheSuite() {
        ECPublicKey key = (ECPublicKey) KeyPairs.publicKey(ID, SECRET);

        assertThat(key.getW().getAffineX())
                .isEqualTo(
                        new BigInteger(
                                "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1",
                                16));
        assertThat(key.getW().getAffineY())
                .isEqualTo(
                        new BigInteger(
                                "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518",
                                16));
    }

    /** A curve of a small order, so that candidates above it are met. */
    @Test
    void aCandidateAboveTheOrderIsNoKey() {
        BigInteger order = BigInteger.ONE.shiftLeft(250);

        assertThat(KeyPairs.privateKey(ID, SECRET, order)).isLessThan(order).isPositive();
    }

    @ParameterizedTest
    @MethodSource("normalised")
    void theHeaderFormIsVerified(SignatureVector vector) {
        SignableRequest good = authorized(vector, vector.header().signature());
        byte[] body = vector.body().getBytes(UTF_8);

        assertThat(Verifications.verify(verifier(vector), good, body, SERVICE).scope())
                .hasToString(SCOPE);
        rejected(vector, authorized(vector, altered(vector.header().signature())));
        rejected(vector, good.with("x-amz-region-set", "us-east-1,eu-west-1"));
    }

    @ParameterizedTest
    @MethodSource("presignable")
    void theQueryFormIsVerified(SignatureVector vector) {
        SignableRequest good = presigned(vector, vector.query().signature());

        Verifications.verify(verifier(vector), good, vector.body().getBytes(UTF_8), SERVICE);
        rejected(vector, presigned(vector, altered(vector.query().signature())));
    }

    @Test
    void aSignatureIsGoodForItsRegionsAlone() throws IOException {
        SignatureVector vector = normalised().getFirst();
        SignableRequest request = authorized(vector, vector.header().signature());
        byte[] body = vector.body().getBytes(UTF_8);

        Verifications.verify(verifier(vector), request, body, new Expected("service", "us-east-1"));
        assertThat(reason(vector, request, new Expected("service", "us-east-2")))
                .isEqualTo(Reason.WRONG_SCOPE);
        assertThat(reason(vector, request, Expected.service("lambda")))
                .isEqualTo(Reason.WRONG_SCOPE);
    }

    @Test
    void theSetOfRegionsHasToBeSigned() throws IOException {
        SignatureVector vector = normalised().getFirst();
        String signature = vector.header().signature();
        SignableRequest request =
                vector.request().with("authorization", authorization("host", signature));

        assertThat(reason(vector, request, SERVICE)).isEqualTo(Reason.UNSIGNED_HEADER);
    }

    @Test
    void aScopeActsInTheRegionAddressedWhereItMay() {
        assertThat(acts("*", "eu-west-1")).isEqualTo("eu-west-1");
        assertThat(acts("us-*, eu-west-1", "us-west-2")).isEqualTo("us-west-2");
        assertThat(acts("eu-west-1,us-*", "ap-south-1")).isEqualTo("eu-west-1");
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> acts("us-*", "eu-west-1"));
    }

    /** S3 API Reference, "Signature calculations … chunked uploads": 144 characters each. */
    @Test
    void chunksAreSignedOneAfterTheOther() throws GeneralSecurityException {
        CredentialScope scope = new CredentialScope(SigningAlgorithm.ECDSA, "20150830", "*", "s3");
        String seed = "30";
        SigningKey key = new SigningKey.OfPair(KeyPairs.publicKey(ID, SECRET));
        String first = signed("PAYLOAD", scope, seed, Hashes.EMPTY_SHA256 + '\n' + HASH);
        String last = signed("TRAILER", scope, first, Hashes.sha256Hex("a:b\n"));
        ChunkSignatures chunks = new ChunkSignatures(key, "20150830T123600Z", scope, seed);

        chunks.requireChunk(HASH, first + "*".repeat(144 - first.length()));
        chunks.requireTrailers("a:b\n", last);
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> chunks.requireChunk(HASH, first));
    }

    private static String signed(String part, CredentialScope scope, String before, String hashes)
            throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
        BigInteger number = KeyPairs.privateKey(ID, SECRET, parameters.getOrder());
        var signature = java.security.Signature.getInstance("SHA256withECDSA");
        signature.initSign(
                KeyFactory.getInstance("EC")
                        .generatePrivate(new ECPrivateKeySpec(number, parameters)));
        String head = "AWS4-ECDSA-P256-SHA256-" + part + "\n20150830T123600Z\n";
        signature.update((head + scope + '\n' + before + '\n' + hashes).getBytes(UTF_8));
        return HexFormat.of().formatHex(signature.sign());
    }

    private static String acts(String regions, String preferred) {
        return new CredentialScope(SigningAlgorithm.ECDSA, "20150830", regions, "service")
                .regionOr(preferred)
                .name();
    }

    private static void rejected(SignatureVector vector, SignableRequest request) {
        assertThat(reason(vector, request, SERVICE)).isEqualTo(Reason.MISMATCH);
    }

    private static Reason reason(
            SignatureVector vector, SignableRequest request, Expected expected) {
        try {
            byte[] body = vector.body().getBytes(UTF_8);
            Verifications.verify(verifier(vector), request, body, expected);
        } catch (SignatureException rejection) {
            return rejection.reason();
        }
        throw new AssertionError("accepted");
    }

    private static SignableRequest authorized(SignatureVector vector, String signature) {
        String names = String.join(";", vector.header().headers());
        return vector.request().with("authorization", authorization(names, signature));
    }

    private static String authorization(String names, String signature) {
        return "AWS4-ECDSA-P256-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(ID, SCOPE, names, signature);
    }

    private static SignableRequest presigned(SignatureVector vector, String signature) {
        SignableRequest request = vector.request();
        String token = request.header("x-amz-security-token");
        Map<String, List<String>> headers = new TreeMap<>(request.headers());
        headers.keySet().retainAll(vector.query().headers());
        String query =
                (request.query().isEmpty() ? "" : request.query() + '&')
                        + "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential="
                        + ID
                        + "%2F20150830%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z"
                        + "&X-Amz-SignedHeaders="
                        + String.join("%3B", vector.query().headers())
                        + "&X-Amz-Expires=3600&X-Amz-Region-Set=us-east-1"
                        + (token == null
                                ? ""
                                : "&X-Amz-Security-Token=" + PercentCode.encode(token, false))
                        + "&X-Amz-Signature="
                        + signature;
        return new SignableRequest(request.method(), request.path(), query, headers);
    }

    private static Verifier verifier(SignatureVector vector) {
        String token = vector.request().header("x-amz-security-token");
        Principal principal = Principal.root(AccountId.DEFAULT);
        Credentials credentials = new Credentials(ID, SECRET, token, null, principal);
        CredentialSource source = id -> id.equals(ID) ? Optional.of(credentials) : Optional.empty();
        Instant now = Instant.parse("2015-08-30T12:36:00Z");
        return new Verifier(source, new FixedClock(now), KEYS, (_, _, _) -> {});
    }

    private static String altered(String signature) {
        char last = signature.charAt(signature.length() - 1);
        return signature.substring(0, signature.length() - 1) + (last == '0' ? '1' : '0');
    }
}
