package dev.gatehouse.identity.sigv4.verify;

import org.jspecify.annotations.Nullable;

/**
 * What the receiver of a request knows of the scope its signature must have.
 *
 * @param service the signing name of the service addressed
 * @param region the region addressed; null when the address named none, and any will do
 */
public record Expected(String service, @Nullable String region) {

    /** Any region of {@code service}. */
    public static Expected service(String service) {
        return new Expected(service, null);
    }
}
