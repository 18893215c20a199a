package dev.gatehouse.identity.sigv4.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.RootCredentials;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.AccountId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What boto3 and the AWS CLI really send: odd paths and queries, forms, chunks, presigned URLs. */
@Tag("unit")
class BotocoreTest {
    private static final Principal ROLE = Principal.user(AccountId.DEFAULT, "arn", "id");
    private static final Credentials SESSION =
            new Credentials("ASIASESSION", "secret", "token", null, ROLE);
    private static final CredentialSource KEYS =
            RootCredentials.of(AccountId.DEFAULT, "test", "test")
                    .or(
                            id ->
                                    id.equals(SESSION.accessKeyId())
                                            ? Optional.of(SESSION)
                                            : Optional.empty());

    static List<BotocoreRequest> requests() throws IOException {
        return BotocoreRequest.all();
    }

    /** All but S3's URLs, which leave the body unsigned. */
    static List<BotocoreRequest> requestsWithTheirBodySigned() throws IOException {
        return requests().stream()
                .filter(
                        request ->
                                !request.name().startsWith("url-")
                                        || !request.service().equals("s3"))
                .toList();
    }

    @Test
    void thereAreAllEighteen() throws IOException {
        assertThat(requests()).hasSize(18);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void itsSignatureIsAccepted(BotocoreRequest request) {
        Verified verified = verify(request, request.body());
        assertThat(verified.scope().region()).isEqualTo(request.region());
    }

    @ParameterizedTest
    @MethodSource("requestsWithTheirBodySigned")
    void anotherBodyIsRejected(BotocoreRequest request) {
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> verify(request, new byte[] {'?'}));
    }

    @Test
    void theFramingOfATrailingChecksumIsTakenOff() throws IOException {
        BotocoreRequest request =
                requests().stream().filter(r -> r.name().equals("s3-trailer")).findFirst().get();
        Payload payload = verify(request, request.body()).payload();
        assertThat(payload.bytes()).hasSize(500).startsWith("hellohello".getBytes(UTF_8));
        assertThat(payload.trailers()).containsKey("x-amz-checksum-crc32");
    }

    private static Verified verify(BotocoreRequest request, byte[] body) {
        Verifier verifier =
                new Verifier(
                        KEYS,
                        new FixedClock(request.instant()),
                        new SigningKeys(),
                        (_, _, _) -> {});
        return Verifications.verify(
                verifier,
                request.request(),
                body,
                new Expected(request.service(), request.region()));
    }
}
