package dev.gatehouse.identity;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity a request acts as, whole: it goes from authentication to the operation and on
 * through calls in process, and nobody puts one together from an ARN.
 *
 * @param account the account the identity belongs to
 * @param arn its ARN as STS GetCallerIdentity reports it; a service's name, or {@code anonymous}
 * @param userId its unique id as GetCallerIdentity reports it: the account for root, {@code AIDA…}
 *     for a user, {@code AROA…:session} for a role session
 * @param kind what sort of identity it is
 * @param session what temporary credentials say of it; null for long-term keys, services and nobody
 */
public record Principal(
        AccountId account,
        String arn,
        String userId,
        PrincipalKind kind,
        @Nullable Session session) {

    public Principal {
        boolean issued = session != null && session.issuer() != null;
        if (kind == PrincipalKind.ASSUMED_ROLE && !issued) {
            throw new IllegalArgumentException("a session of no role: " + arn);
        }
    }

    /**
     * What STS put into temporary credentials.
     *
     * @param issuer whose permissions the session has: the role that was assumed; null for a
     *     session of the same user or root
     * @param issuedAt when it began: {@code aws:TokenIssueTime}
     * @param policies the session policies, documents that narrow what it may do
     * @param tags the session tags, beside the issuer's own
     * @param transitiveTags the keys of the tags that go on to the next role of a chain
     * @param sourceIdentity who is behind it, set once and kept along a chain
     * @param federation the token that it was given for; null when there was none
     * @param sourceFunction the ARN of the function whose execution role it is of; null of others
     */
    public record Session(
            @Nullable Issuer issuer,
            Instant issuedAt,
            List<String> policies,
            Map<String, String> tags,
            List<String> transitiveTags,
            @Nullable String sourceIdentity,
            @Nullable Federation federation,
            @Nullable String sourceFunction) {

        public Session {
            policies = List.copyOf(policies);
            tags = Map.copyOf(tags);
            transitiveTags = List.copyOf(transitiveTags);
        }

        /** A session without policies, tags and source identity. */
        public static Session plain(@Nullable Issuer issuer, Instant issuedAt) {
            return new Session(issuer, issuedAt, List.of(), Map.of(), List.of(), null, null, null);
        }

        /** A session of a function's execution role. */
        public static Session ofFunction(Issuer role, Instant issuedAt, Arn function) {
            return new Session(
                    role,
                    issuedAt,
                    List.of(),
                    Map.of(),
                    List.of(),
                    null,
                    null,
                    function.toString());
        }
    }

    /**
     * The entity behind a session.
     *
     * @param arn its ARN in IAM, with its path
     * @param id its unique id, {@code AROA…} for a role
     */
    public record Issuer(String arn, String id) {}

    /** The root of an account. */
    public static Principal root(AccountId account) {
        String arn = Arn.global("iam", account, "root").toString();
        return new Principal(account, arn, account.value(), PrincipalKind.ROOT, null);
    }

    /** A user with long-term keys. */
    public static Principal user(AccountId account, String arn, String userId) {
        return new Principal(account, arn, userId, PrincipalKind.USER, null);
    }

    /** A session of a role, named as STS names it. */
    public static Principal roleSession(AssumableRole role, String name, Session session) {
        AccountId account = new AccountId(role.arn().account());
        String resource = "assumed-role/" + role.name() + "/" + name;
        return new Principal(
                account,
                Arn.global("sts", account, resource).toString(),
                role.roleId() + ":" + name,
                PrincipalKind.ASSUMED_ROLE,
                session);
    }

    /** Somebody whom a user or the root of an account vouches for, who is the session's issuer. */
    public static Principal federated(AccountId account, String name, Session session) {
        return new Principal(
                account,
                Arn.global("sts", account, "federated-user/" + name).toString(),
                account.value() + ':' + name,
                PrincipalKind.FEDERATED_USER,
                session);
    }

    /**
     * Somebody who brings a token of an identity provider, which is the session's issuer.
     *
     * @param account whose provider it is
     * @param subject whom the provider calls so
     */
    public static Principal webIdentity(
            AccountId account, String subject, Federation federation, Instant now) {
        Issuer provider = new Issuer(federation.provider(), federation.provider());
        return new Principal(
                account,
                federation.provider() + ':' + subject,
                federation.provider() + ':' + subject,
                PrincipalKind.WEB_IDENTITY,
                new Session(provider, now, List.of(), Map.of(), List.of(), null, federation, null));
    }

    /**
     * An AWS service, such as {@code lambda.amazonaws.com}, acting by itself in {@code account}.
     */
    public static Principal service(AccountId account, String name) {
        return new Principal(account, name, name, PrincipalKind.SERVICE, null);
    }

    /** Nobody, reaching into {@code account}. */
    public static Principal anonymous(AccountId account) {
        return new Principal(account, "anonymous", "anonymous", PrincipalKind.ANONYMOUS, null);
    }

    /** This identity with temporary credentials instead of its own. */
    public Principal in(Session temporary) {
        return new Principal(account, arn, userId, kind, temporary);
    }

    /** The ARN that policies mean by {@code aws:PrincipalArn}: a role session's is its role's. */
    public String principalArn() {
        return kind == PrincipalKind.ASSUMED_ROLE && session != null && session.issuer() != null
                ? session.issuer().arn()
                : arn;
    }
}
