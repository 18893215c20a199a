package dev.gatehouse.iam;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.StoredGroup;
import dev.gatehouse.iam.repository.StoredPolicy;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of users, with those of their groups, and of roles, compiled; kept until something
 * in IAM changes, so that a busy caller costs the store nothing.
 */
final class PrincipalPermissions implements PermissionSource, ChangeFeed.Subscriber {
    /** What it compiles. */
    static final Set<Kind<?>> KINDS =
            Set.of(StoredRole.KIND, StoredUser.KIND, StoredGroup.KIND, StoredPolicy.KIND);

    private static final Logger LOG = LoggerFactory.getLogger(PrincipalPermissions.class);
    private static final int REMEMBERED = 10_000;

    /** Read with the first decision: no start waits for a parser. */
    private static final class Fixed {
        private static final Policy NOTHING = Policy.of("{\"Statement\": []}");

        private static final Permissions OF_ROOT =
                new Permissions(
                        List.of(
                                Policy.of(
                                        """
                                        {"Statement": {"Effect": "Allow", "Action": "*",
                                         "Resource": "*"}}\
                                        """)),
                        null,
                        Map.of());

        private Fixed() {}
    }

    private final Catalogs iam;
    private final AtomicLong revision = new AtomicLong();
    private final Map<Holder, Compiled> compiled = new ConcurrentHashMap<>();

    /**
     * A user or role: its ARN, and the id that tells it from others of that name, before or after.
     */
    private record Holder(String arn, String id) {}

    private record Compiled(long revision, Permissions permissions) {}

    PrincipalPermissions(Catalogs iam) {
        this.iam = iam;
    }

    @Override
    public Permissions of(Principal principal) {
        return switch (principal.kind()) {
            case USER -> of(principal, new Holder(principal.arn(), principal.userId()));
            case ASSUMED_ROLE -> of(principal, issuer(principal.session()));
            case FEDERATED_USER -> federated(principal);
            case ROOT, WEB_IDENTITY, SERVICE, ANONYMOUS -> Permissions.NONE;
        };
    }

    @Override
    public @Nullable Permissions atHand(Principal principal) {
        return switch (principal.kind()) {
            case USER -> atHand(new Holder(principal.arn(), principal.userId()));
            case ASSUMED_ROLE -> atHand(issuer(principal.session()));
            case FEDERATED_USER -> null;
            case ROOT, WEB_IDENTITY, SERVICE, ANONYMOUS -> Permissions.NONE;
        };
    }

    private @Nullable Permissions atHand(Holder holder) {
        Compiled known = compiled.get(holder);
        return known == null || known.revision() != revision.get() ? null : known.permissions();
    }

    /** Its grantor lends what it has, as far as policies of the session go. */
    private Permissions federated(Principal principal) {
        Principal.Session session = principal.session();
        if (session == null || session.policies().isEmpty()) {
            return Permissions.NONE;
        }
        Holder issuer = issuer(session);
        if (issuer.arn().endsWith(":root")) {
            return Fixed.OF_ROOT;
        }
        Permissions lent =
                of(Principal.user(principal.account(), issuer.arn(), issuer.id()), issuer);
        return new Permissions(lent.identity(), lent.boundary(), Map.of());
    }

    @Override
    public void changed(List<DocumentChange> changes) {
        revision.incrementAndGet();
    }

    @Override
    public void missed() {
        revision.incrementAndGet();
    }

    private static Holder issuer(Principal.@Nullable Session session) {
        Principal.Issuer issuer = session == null ? null : session.issuer();
        if (issuer == null) {
            throw new IllegalArgumentException("a session without an issuer");
        }
        return new Holder(issuer.arn(), issuer.id());
    }

    private Permissions of(Principal principal, Holder holder) {
        long now = revision.get();
        Compiled known = compiled.get(holder);
        if (known == null || known.revision() != now) {
            if (compiled.size() >= REMEMBERED) {
                compiled.clear();
            }
            known = new Compiled(now, compile(principal, holder));
            compiled.put(holder, known);
        }
        return known.permissions();
    }

    private Permissions compile(Principal principal, Holder holder) {
        AccountId account = principal.account();
        String name = holder.arn().substring(holder.arn().lastIndexOf('/') + 1);
        Optional<Permissions> found =
                switch (principal.kind()) {
                    case USER ->
                            iam.users()
                                    .find(account, name)
                                    .filter(user -> isSame(user.entity(), holder))
                                    .map(
                                            u ->
                                                    of(
                                                            account,
                                                            iam.grants(account, u),
                                                            u.boundary(),
                                                            u.tags()));
                    case ASSUMED_ROLE ->
                            iam.roles()
                                    .find(account, name)
                                    .filter(role -> isSame(role.entity(), holder))
                                    .map(
                                            r ->
                                                    of(
                                                            account,
                                                            List.of(r.grants()),
                                                            r.boundary(),
                                                            r.tags()));
                    case ROOT, FEDERATED_USER, WEB_IDENTITY, SERVICE, ANONYMOUS -> Optional.empty();
                };
        return found.orElse(Permissions.NONE);
    }

    private static boolean isSame(Entity entity, Holder holder) {
        return entity.id().equals(holder.id());
    }

    private Permissions of(
            AccountId account, List<Grants> all, @Nullable String boundary, Tags tags) {
        List<Policy> identity = new ArrayList<>();
        for (Grants grants : all) {
            grants.inline().values().forEach(document -> identity.add(policy(document)));
            grants.attached().forEach(arn -> identity.add(managed(account, arn)));
        }
        return new Permissions(
                identity, boundary == null ? null : managed(account, boundary), tags.values());
    }

    /** A boundary that is gone bounds everything. */
    private Policy managed(AccountId account, String arn) {
        return iam.policies()
                .document(account, arn)
                .map(PrincipalPermissions::policy)
                .orElse(Fixed.NOTHING);
    }

    private static Policy policy(String document) {
        try {
            return Policy.of(document);
        } catch (MalformedPolicyException old) {
            LOG.warn("A stored policy allows nothing, as it is none: {}", old.getMessage());
            return Fixed.NOTHING;
        }
    }
}
