package dev.gatehouse.identity.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.identity.policy.PrincipalNames.Naming;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A policy document, compiled. Immutable; never blocks. */
public final class Policy {
    private static final int CACHED_CHARACTERS = 16 << 20;

    private static final Cache<String, Policy> COMPILED =
            Caffeine.newBuilder()
                    .maximumWeight(CACHED_CHARACTERS)
                    .weigher((String document, Policy _) -> document.length())
                    .executor(Runnable::run)
                    .build();

    private final List<Statement> statements;

    Policy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * A document that was checked when it was stored; each is compiled once.
     *
     * @throws MalformedPolicyException it is no policy
     */
    public static Policy of(String document) {
        return COMPILED.get(document, text -> PolicyReader.read(text, PolicyGrammar.ANY));
    }

    /**
     * Reads a document that somebody wants to store.
     *
     * @throws MalformedPolicyException with IAM's words for what is wrong
     */
    public static Policy checked(String document, PolicyGrammar grammar) {
        return PolicyReader.read(document, grammar);
    }

    /** The statements of both. */
    public Policy and(Policy other) {
        return new Policy(Stream.concat(statements.stream(), other.statements.stream()).toList());
    }

    public List<Statement> statements() {
        return statements;
    }

    /** What this policy alone says of a request; being named by account is enough. */
    public Decision decide(PolicyRequest request) {
        Statement denying = denying(request);
        if (denying != null) {
            return new Decision.Denied(PolicyKind.RESOURCE, denying);
        }
        Grant grant = grant(request);
        return grant == null
                ? new Decision.NotAllowed(PolicyKind.RESOURCE)
                : new Decision.Allowed(grant.by());
    }

    /** The first statement that denies a request. */
    @Nullable Statement denying(PolicyRequest request) {
        for (Statement statement : statements) {
            if (!statement.allows() && statement.concerns(request) != Naming.NONE) {
                return statement;
            }
        }
        return null;
    }

    /** A statement that allows a request, and how it names who asks. */
    record Grant(Statement by, Naming naming) {}

    /** The grant that names the principal most closely. */
    @Nullable Grant grant(PolicyRequest request) {
        Grant closest = null;
        for (Statement statement : statements) {
            if (statement.allows()) {
                Naming naming = statement.concerns(request);
                if (naming != Naming.NONE
                        && (closest == null || naming.compareTo(closest.naming()) > 0)) {
                    closest = new Grant(statement, naming);
                    if (naming == Naming.ITSELF) {
                        break;
                    }
                }
            }
        }
        return closest;
    }
}
