package dev.gatehouse.identity.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a policy, compiled.
 *
 * @param sid its id; null when it has none
 * @param allows whether its effect is {@code Allow} and not {@code Deny}
 */
public record Statement(
        @Nullable String sid,
        boolean allows,
        Patterns actions,
        @Nullable Patterns resources,
        @Nullable PrincipalNames principals,
        List<Condition> conditions) {
    /** By it an account's root may do everything in its account; in no document. */
    static final Statement OF_ROOT =
            new Statement("root", true, Patterns.EVERYTHING, null, null, List.of());

    public Statement {
        conditions = List.copyOf(conditions);
    }

    /**
     * How it names the request's principal, when it is about the request.
     *
     * @return {@link PrincipalNames.Naming#NONE} when it is not
     */
    PrincipalNames.Naming concerns(PolicyRequest request) {
        PrincipalNames.Naming naming =
                principals == null
                        ? PrincipalNames.Naming.ITSELF
                        : principals.names(request.principal());
        if (naming == PrincipalNames.Naming.NONE
                || !isSure(actions.match(request.action(), request.values()))
                || !isSure(
                        resources == null
                                ? Verdict.HOLDS
                                : resources.match(request.resource(), request.values()))) {
            return PrincipalNames.Naming.NONE;
        }
        Verdict verdict = Verdict.HOLDS;
        for (Condition condition : conditions) {
            verdict = verdict.and(condition.judge(request.values()));
            if (verdict == Verdict.FAILS) {
                break;
            }
        }
        return isSure(verdict) ? naming : PrincipalNames.Naming.NONE;
    }

    /** What cannot be told allows nothing, and lifts no denial. */
    private boolean isSure(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> true;
            case FAILS -> false;
            case UNKNOWN -> !allows;
        };
    }
}
