package dev.gatehouse.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key pair and whom it stands for.
 *
 * @param accessKeyId the public half, such as {@code AKIA…} (long-term) or {@code ASIA…} (session)
 * @param secretAccessKey the secret half
 * @param sessionToken the token every request of temporary credentials must carry; null for
 *     long-term keys
 * @param expiration when temporary credentials end; null for long-term keys
 * @param principal who signs with them
 */
public record Credentials(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken,
        @Nullable Instant expiration,
        Principal principal) {

    /** Long-term credentials. */
    public static Credentials longTerm(
            String accessKeyId, String secretAccessKey, Principal principal) {
        return new Credentials(accessKeyId, secretAccessKey, null, null, principal);
    }

    /** Names the key and never the secrets, so that it may be logged. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + " of " + principal.arn() + "]";
    }
}
