package dev.gatehouse.identity.sigv4.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.RootCredentials;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.AccountId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * URLs as boto3 1.43 presigned them for us-east-1 on 21 November 2026 at 13:00, for ten minutes.
 */
@Tag("unit")
class Version2Test {
    private static final Instant END = Instant.parse("2026-11-21T13:10:00Z");
    private static final String PLAIN =
            "GET /b/k/x?AWSAccessKeyId=test&Signature=IFEgnHxwIrl26nstzIdruN%2B93gI%3D&Expires=1795266600";
    private static final String OF_SESSION =
            "GET /b/k?AWSAccessKeyId=ASIASESSION&Signature=GgVHXolFXdJVQ1VLoZgYkwi%2BADg%3D"
                    + "&x-amz-security-token=to%2Fken%2B%3D%3D&Expires=1795266600";

    @ParameterizedTest
    @ValueSource(
            strings = {
                PLAIN,
                OF_SESSION,
                "GET /b/a%20b/%C3%BC%2B%26%3D.txt?AWSAccessKeyId=test"
                        + "&Signature=12inbyzBimzaEYPgEaU1mXJnCWQ%3D&Expires=1795266600",
                "GET /b/k?response-content-disposition=attachment%3B%20filename%3D%22x%20y.txt%22"
                        + "&versionId=null&AWSAccessKeyId=test"
                        + "&Signature=9yNlji1sWdC57Tc6%2FgOR7DfefJw%3D&Expires=1795266600",
                "PUT /b/k?AWSAccessKeyId=test&Signature=Yv%2Ff%2Fqq3FPrjfh4RRusybD2t8BI%3D"
                        + "&content-type=text%2Fplain%3B%20charset%3Dutf-8&x-amz-meta-who=%20me%20"
                        + "&Expires=1795266600",
                "GET /b?list-type=2&prefix=p%2F&encoding-type=url&AWSAccessKeyId=test"
                        + "&Signature=UAFjh8sqWqbxrgRPUsdMonjaBbo%3D&Expires=1795266600",
                "PUT /b/k?partNumber=2&uploadId=u%2F1&AWSAccessKeyId=test"
                        + "&Signature=k5y9BXH%2FO%2BhBX%2BLFE0zoGje93Bk%3D&Expires=1795266600",
            })
    void takesWhatBoto3Presigned(String request) {
        assertThatCode(() -> verify(request, END)).doesNotThrowAnyException();
    }

    @Test
    void takesHeadersInTheirOwnPlaceToo() {
        String request =
                "PUT /b/k?AWSAccessKeyId=test&Signature=Yv%2Ff%2Fqq3FPrjfh4RRusybD2t8BI%3D&Expires=1795266600";
        Map<String, String> headers =
                Map.of("Content-Type", "text/plain; charset=utf-8", "X-Amz-Meta-Who", " me ");
        assertThatCode(() -> verifier(END).verifyVersion2(request(request, headers)))
                .doesNotThrowAnyException();
    }

    @Test
    void rejectsAnOperationThatALinkCannotBeSignedFor() {
        for (String part : new String[] {"encryption", "publicAccessBlock=", "legal-hold=x"}) {
            assertThat(rejection(PLAIN + "&" + part, END).reason())
                    .isEqualTo(Reason.INCOMPLETE_VERSION_2);
        }
    }

    @Test
    void rejectsAUrlWhoseTimeIsOver() {
        assertThat(rejection(PLAIN, END.plusSeconds(1)).reason())
                .isEqualTo(Reason.PRESIGNED_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /b/k/x?AWSAccessKeyId=test&Signature=IFEgnHxwIrl26nstzIdruN%2B93gI%3D&Expires=1795266600",
                "GET /b/k/y?AWSAccessKeyId=test&Signature=IFEgnHxwIrl26nstzIdruN%2B93gI%3D&Expires=1795266600",
                "GET /b/k/x?AWSAccessKeyId=test&Signature=IFEgnHxwIrl26nstzIdruN%2B93gI%3D&Expires=1795266601",
                "GET /b/k/x?AWSAccessKeyId=test&Signature=JFEgnHxwIrl26nstzIdruN%2B93gI%3D&Expires=1795266600",
                "GET /b/k/x?acl&AWSAccessKeyId=test&Signature=IFEgnHxwIrl26nstzIdruN%2B93gI%3D&Expires=1795266600",
            })
    void rejectsWhatWasChangedAfterSigning(String request) {
        assertThat(rejection(request, END).reason()).isEqualTo(Reason.MISMATCH);
    }

    @Test
    void rejectsASessionsKeyWithoutItsToken() {
        String stripped = OF_SESSION.replace("&x-amz-security-token=to%2Fken%2B%3D%3D", "");
        assertThat(rejection(stripped, END).reason()).isEqualTo(Reason.INVALID_TOKEN);
    }

    @Test
    void rejectsAnUnknownKey() {
        assertThat(rejection(PLAIN.replace("=test", "=AKIANOBODY"), END).reason())
                .isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(rejection("GET /b/k?AWSAccessKeyId=test&Signature=x", END))
                .hasMessage(
                        "Query-string authentication requires the Signature, Expires and"
                                + " AWSAccessKeyId parameters");
        assertThat(rejection("GET /b/k?AWSAccessKeyId=test&Signature=x&Expires=soon", END))
                .hasMessage("Invalid date (should be seconds since epoch): soon");
    }

    private static SignatureException rejection(String request, Instant now) {
        return catchThrowableOfType(SignatureException.class, () -> verify(request, now));
    }

    private static Credentials verify(String request, Instant now) {
        return verifier(now).verifyVersion2(request(request, Map.of()));
    }

    private static SignableRequest request(String line, Map<String, String> headers) {
        int space = line.indexOf(' ');
        int mark = line.indexOf('?');
        return SignableRequest.of(
                line.substring(0, space),
                line.substring(space + 1, mark),
                line.substring(mark + 1),
                headers.entrySet());
    }

    private static Verifier verifier(Instant now) {
        CredentialSource session =
                key ->
                        key.equals("ASIASESSION")
                                ? Optional.of(
                                        new Credentials(
                                                key,
                                                "secret",
                                                "to/ken+==",
                                                null,
                                                VerifierTest.roleSession()))
                                : Optional.empty();
        CredentialSource keys = RootCredentials.of(AccountId.DEFAULT, "test", "test").or(session);
        return new Verifier(keys, new FixedClock(now), new SigningKeys(), (_, _, _) -> {});
    }
}
