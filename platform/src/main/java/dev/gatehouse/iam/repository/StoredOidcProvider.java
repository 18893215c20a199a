package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.identity.oidc.OidcProvider;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.List;

/**
 * An OpenID Connect identity provider as it is stored.
 *
 * @param url its issuer, without the scheme and without a slash at the end, as its ARN has it
 * @param clientIds the audiences whose tokens are taken
 * @param thumbprints of certificates that vouch for the issuer's host
 */
public record StoredOidcProvider(
        String url,
        List<String> clientIds,
        List<String> thumbprints,
        Instant createdAt,
        Tags tags) {
    public static final Kind<StoredOidcProvider> KIND =
            new Kind<>("iam.oidc-provider", StoredOidcProvider.class);

    public StoredOidcProvider {
        clientIds = List.copyOf(clientIds);
        thumbprints = List.copyOf(thumbprints);
    }

    public String arn(AccountId account) {
        return Arn.global("iam", account, "oidc-provider/" + url).toString();
    }

    /** As STS knows it. */
    OidcProvider provider(AccountId account) {
        return new OidcProvider(arn(account), url, clientIds, thumbprints);
    }

    public StoredOidcProvider withClientIds(List<String> ids) {
        return new StoredOidcProvider(url, ids, thumbprints, createdAt, tags);
    }

    public StoredOidcProvider withThumbprints(List<String> prints) {
        return new StoredOidcProvider(url, clientIds, prints, createdAt, tags);
    }

    public StoredOidcProvider withTags(Tags newTags) {
        return new StoredOidcProvider(url, clientIds, thumbprints, createdAt, newTags);
    }
}
