package dev.gatehouse.identity.oidc;

import java.util.List;

/**
 * An issuer of tokens that an account trusts.
 *
 * @param name what trust policies name as {@code Federated}: the provider's ARN, or the host of one
 *     that every account knows
 * @param url the issuer without its scheme: the first half of its condition keys
 * @param clientIds the audiences whose tokens are taken; empty for any
 * @param thumbprints SHA-1, in hexadecimal digits, of certificates that vouch for the issuer's host
 *     where no public authority does
 */
public record OidcProvider(
        String name, String url, List<String> clientIds, List<String> thumbprints) {
    public OidcProvider {
        clientIds = List.copyOf(clientIds);
        thumbprints = List.copyOf(thumbprints);
    }
}
