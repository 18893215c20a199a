package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import java.util.Set;

/** Whom a statement names in {@code Principal}, or leaves out in {@code NotPrincipal}. */
final class PrincipalNames {
    private final boolean everybody;
    private final Set<String> aws;
    private final Set<String> services;
    private final Set<String> federated;
    private final boolean negated;

    PrincipalNames(
            boolean everybody,
            Set<String> aws,
            Set<String> services,
            Set<String> federated,
            boolean negated) {
        this.everybody = everybody;
        this.aws = Set.copyOf(aws);
        this.services = Set.copyOf(services);
        this.federated = Set.copyOf(federated);
        this.negated = negated;
    }

    /** How closely somebody is named, from not at all to alone. */
    enum Naming {
        NONE,
        /** By its account, which leaves the decision to that account's own policies. */
        ACCOUNT,
        /** With everybody. */
        EVERYBODY,
        /** By the role behind its session. */
        ROLE,
        ITSELF
    }

    Naming names(Principal principal) {
        Naming naming = listed(principal);
        if (!negated) {
            return naming;
        }
        return naming == Naming.NONE ? Naming.EVERYBODY : Naming.NONE;
    }

    private Naming listed(Principal principal) {
        if (principal.kind() == PrincipalKind.SERVICE) {
            boolean named = services.contains(principal.arn()) || services.contains("*");
            return named ? Naming.ITSELF : everybody ? Naming.EVERYBODY : Naming.NONE;
        }
        if (principal.kind() == PrincipalKind.WEB_IDENTITY) {
            return isFederated(principal)
                    ? Naming.ITSELF
                    : everybody ? Naming.EVERYBODY : Naming.NONE;
        }
        if (aws.contains(principal.arn())
                || aws.contains(principal.userId()) && isUser(principal)) {
            return Naming.ITSELF;
        }
        if (isByRole(principal)) {
            return Naming.ROLE;
        }
        if (everybody || aws.contains("*")) {
            return Naming.EVERYBODY;
        }
        return isByAccount(principal) ? Naming.ACCOUNT : Naming.NONE;
    }

    /** An account's number names its root and everybody in it; a user's id only the user. */
    private static boolean isUser(Principal principal) {
        return principal.kind() == PrincipalKind.USER;
    }

    private boolean isFederated(Principal principal) {
        Principal.Session session = principal.session();
        Principal.Issuer provider = session == null ? null : session.issuer();
        return federated.contains("*") || provider != null && federated.contains(provider.arn());
    }

    private boolean isByRole(Principal principal) {
        Principal.Session session = principal.session();
        Principal.Issuer issuer = session == null ? null : session.issuer();
        return issuer != null && (aws.contains(issuer.arn()) || aws.contains(issuer.id()));
    }

    private boolean isByAccount(Principal principal) {
        if (principal.kind() == PrincipalKind.ANONYMOUS || aws.isEmpty()) {
            return false;
        }
        String account = principal.account().value();
        return aws.contains(account) || aws.contains("arn:aws:iam::" + account + ":root");
    }
}
