package dev.gatehouse.identity.sigv4.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.sigv4.AmzDate;
import dev.gatehouse.identity.sigv4.CanonicalRequest;
import dev.gatehouse.identity.sigv4.ChunkSignatures;
import dev.gatehouse.identity.sigv4.Claim;
import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.identity.sigv4.PayloadForm;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.Signature;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.SigningProfile;
import dev.gatehouse.kernel.AccountId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The chunked upload of the S3 documentation, byte for byte, and what damages it. */
@Tag("unit")
@net.jqwik.api.Tag("unit")
class ChunkedInputTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final CredentialScope SCOPE = new CredentialScope("20130524", "us-east-1", "s3");
    private static final Set<String> CHECKSUM = Set.of("x-amz-checksum-crc32");
    private static final String SEED =
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    private static final List<String> SIGNATURES =
            List.of(
                    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");

    @Test
    void readsTheDocumentedUpload() {
        Payload payload = read(signed(documented(), 66_560));
        assertThat(payload.bytes()).hasSize(66_560).containsOnly((byte) 'a');
        assertThat(payload.trailers()).isEmpty();
    }

    @Test
    void theSeedIsTheSignatureOfTheDocumentedHeaders() {
        SignableRequest request =
                SignableRequest.of(
                        "PUT",
                        "/examplebucket/chunkObject.txt",
                        "",
                        List.of(
                                Map.entry("Host", "s3.amazonaws.com"),
                                Map.entry("x-amz-date", "20130524T000000Z"),
                                Map.entry("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                                Map.entry(
                                        "x-amz-content-sha256",
                                        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
                                Map.entry("Content-Encoding", "aws-chunked"),
                                Map.entry("x-amz-decoded-content-length", "66560"),
                                Map.entry("Content-Length", "66824")));
        List<String> names = List.copyOf(request.headers().keySet());
        String stringToSign =
                CanonicalRequest.of(
                                request, SigningProfile.S3, names, PayloadForm.SIGNED_CHUNKS.word())
                        .stringToSign("20130524T000000Z", SCOPE);
        assertThat(Hashes.hmacHex(new SigningKeys().derive(SECRET, SCOPE), stringToSign))
                .isEqualTo(SEED);
    }

    @Test
    void rejectsAChunkThatWasAltered() {
        byte[] framed = documented();
        framed[1_000] = 'b';
        rejected(framed, Reason.MISMATCH);
    }

    @Test
    void rejectsChunksWithoutSignatures() {
        rejected("1\r\na\r\n0\r\n\r\n".getBytes(UTF_8), Reason.MISMATCH);
    }

    @Test
    void rejectsAPayloadThatEndsEarly() {
        byte[] framed = documented();
        rejected(Arrays.copyOf(framed, framed.length - 100), Reason.INCOMPLETE_PAYLOAD);
        rejected(Arrays.copyOf(framed, 70_000 - 5_000), Reason.INCOMPLETE_PAYLOAD);
    }

    @Test
    void rejectsALengthThatIsNone() {
        for (String head : List.of("zz", "-1", "", "fffffffff", "7fffffff")) {
            assertThatExceptionOfType(SignatureException.class)
                    .isThrownBy(() -> read(unsigned(head + "\r\nabc\r\n0\r\n\r\n", -1)));
        }
    }

    @Test
    void rejectsAnotherLengthThanAnnounced() {
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> read(unsigned("3\r\nabc\r\n0\r\n\r\n", 4)));
    }

    @Test
    void rejectsALengthWithASign() {
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> read(unsigned("+3\r\nabc\r\n-0\r\n\r\n", 3)));
    }

    @Test
    void readsUnsignedChunksAndTheirTrailer() {
        Payload payload =
                read(
                        unsigned(
                                "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Amz-Checksum-Crc32:NSRBwg==\r\n\r\n",
                                5,
                                CHECKSUM));
        assertThat(new String(payload.bytes(), UTF_8)).isEqualTo("abcde");
        assertThat(payload.trailers()).containsEntry("x-amz-checksum-crc32", "NSRBwg==");
    }

    @Test
    void rejectsASignedUploadWhoseTrailerIsNotSigned() {
        byte[] framed = documented();
        byte[] trailer = "x-amz-checksum-crc32:NSRBwg==\r\n\r\n".getBytes(UTF_8);
        byte[] more = Arrays.copyOf(framed, framed.length - 2 + trailer.length);
        System.arraycopy(trailer, 0, more, framed.length - 2, trailer.length);
        rejected(more, Reason.MISMATCH);
    }

    @Test
    void rejectsATrailerThatWasNotAnnounced() {
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> read(unsigned("0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n", 0)))
                .extracting(SignatureException::reason)
                .isEqualTo(Reason.MALFORMED_TRAILER);
    }

    @Property(tries = 300)
    void anyBytesAreReadOrRejected(@ForAll @Size(max = 200) byte[] framed) {
        try {
            read(new ChunkedInput(new ByteArrayInputStream(framed), null, -1, Set.of()));
        } catch (SignatureException rejection) {
            assertThat(rejection.reason())
                    .isIn(Reason.INCOMPLETE_PAYLOAD, Reason.MALFORMED_TRAILER);
        }
    }

    private static void rejected(byte[] framed, Reason reason) {
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> read(signed(framed, 66_560)))
                .extracting(SignatureException::reason)
                .isEqualTo(reason);
    }

    private static Payload read(ChunkedInput input) {
        try (input) {
            return new Payload(input.readAllBytes(), input.trailers());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ChunkedInput unsigned(String framed, long length) {
        return unsigned(framed, length, Set.of());
    }

    private static ChunkedInput unsigned(String framed, long length, Set<String> announced) {
        byte[] bytes = framed.getBytes(UTF_8);
        return new ChunkedInput(new ByteArrayInputStream(bytes), null, length, announced);
    }

    private static ChunkedInput signed(byte[] framed, long length) {
        AmzDate date = AmzDate.parse("20130524T000000Z").orElseThrow();
        Claim claim = new Claim("AKID", SCOPE, date, List.of("host"), SEED, null, null);
        ChunkSignatures chain =
                new Signature(
                                SignableRequest.of("PUT", "/", "", List.of()),
                                claim,
                                SigningProfile.S3,
                                Credentials.longTerm(
                                        "AKID", SECRET, Principal.root(AccountId.DEFAULT)),
                                new SigningKeys())
                        .chunks();
        return new ChunkedInput(new ByteArrayInputStream(framed), chain, length, Set.of());
    }

    private static byte[] documented() {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        int[] lengths = {65_536, 1_024, 0};
        for (int i = 0; i < lengths.length; i++) {
            String head =
                    Integer.toHexString(lengths[i])
                            + ";chunk-signature="
                            + SIGNATURES.get(i)
                            + "\r\n";
            framed.writeBytes(head.getBytes(UTF_8));
            byte[] chunk = new byte[lengths[i]];
            Arrays.fill(chunk, (byte) 'a');
            framed.writeBytes(chunk);
            framed.writeBytes("\r\n".getBytes(UTF_8));
        }
        return framed.toByteArray();
    }
}
