package dev.gatehouse.identity;

import org.jspecify.annotations.Nullable;

/**
 * What a client signs with.
 *
 * @param id the access key id
 * @param secret the secret access key
 * @param sessionToken the token of temporary credentials; null for long-term keys
 */
public record AccessKey(String id, String secret, @Nullable String sessionToken) {

    /** Names the key and never the secrets, so that it may be logged. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
