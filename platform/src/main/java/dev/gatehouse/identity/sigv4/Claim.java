package dev.gatehouse.identity.sigv4;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its own signature, before anything of it is believed.
 *
 * @param accessKeyId the key it names
 * @param scope what the signing key is derived for
 * @param date when it was made
 * @param signedHeaders the covered headers, lower case, as listed
 * @param signature the signature, hex
 * @param sessionToken the session token beside it; null when there is none
 * @param lifetime how long a presigned URL is good for; null when the signature is in the headers
 */
public record Claim(
        String accessKeyId,
        CredentialScope scope,
        AmzDate date,
        List<String> signedHeaders,
        String signature,
        @Nullable String sessionToken,
        @Nullable Duration lifetime) {

    /** The header that names the regions of an asymmetric signature; in lower case. */
    public static final String REGION_SET = "x-amz-region-set";

    public boolean presigned() {
        return lifetime != null;
    }
}
