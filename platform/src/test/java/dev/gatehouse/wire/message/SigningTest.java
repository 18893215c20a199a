package dev.gatehouse.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SigningTest {
    @Test
    void aHeaderNamesItsAlgorithm() {
        Signing signing = new Signing("AWS4-ECDSA-P256-SHA256 Credential=a", "X-Amz-Date=x", null);
        assertThat(signing.type()).isEqualTo("REST-HEADER");
        assertThat(signing.version()).isEqualTo("AWS4-ECDSA-P256-SHA256");
        assertThat(signing.urlSignedAt()).isEmpty();
    }

    @Test
    void aUrlTellsWhenItWasSigned() {
        String query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261130T120000Z";
        Signing signing = new Signing(null, query, null);
        assertThat(signing.type()).isEqualTo("REST-QUERY-STRING");
        assertThat(signing.version()).isEqualTo("AWS4-HMAC-SHA256");
        assertThat(signing.urlSignedAt()).contains(Instant.parse("2026-11-30T12:00:00Z"));
        assertThat(new Signing(null, "X-Amz-Date=today", null).urlSignedAt()).isEmpty();
    }

    @Test
    void aUrlOfVersion2SaysNoAlgorithm() {
        Signing signing = new Signing(null, "AWSAccessKeyId=a&Signature=b&Expires=1", null);
        assertThat(signing.version()).isEqualTo("AWS");
        assertThat(signing.urlSignedAt()).isEmpty();
    }
}
