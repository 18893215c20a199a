package dev.gatehouse.identity;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import org.jspecify.annotations.Nullable;

/**
 * The identity a request acts as.
 *
 * @param account the account the identity belongs to
 * @param arn its ARN as STS GetCallerIdentity reports it; {@code anonymous} for nobody
 * @param userId its unique id as GetCallerIdentity reports it: the account for root, {@code AIDA…}
 *     for a user, {@code AROA…:session} for a role session
 * @param accessKeyId the key that signed the request; null when no key was involved
 * @param kind what sort of identity it is
 */
public record Principal(
        AccountId account,
        String arn,
        String userId,
        @Nullable String accessKeyId,
        PrincipalKind kind) {

    /** The root of an account, signing with {@code accessKeyId}. */
    public static Principal root(AccountId account, @Nullable String accessKeyId) {
        String arn = Arn.global("iam", account, "root").toString();
        return new Principal(account, arn, account.value(), accessKeyId, PrincipalKind.ROOT);
    }

    /** Nobody, reaching into {@code account}. */
    public static Principal anonymous(AccountId account) {
        return new Principal(account, "anonymous", "anonymous", null, PrincipalKind.ANONYMOUS);
    }
}
