package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.map.ContextVariables;
import dev.gatehouse.proxy.Authorized;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code $context.authorizer} and {@code $context.identity} have of who calls. */
final class CallerVariables {
    private static final String AUTHORIZER = "authorizer.";
    private static final String IDENTITY = "identity.";
    private static final String PRINCIPAL = "principalId";
    private static final String CLAIMS = "claims";

    private CallerVariables() {}

    /** Puts all of them beside what is there. */
    static ContextVariables put(ContextVariables variables, Authorized caller) {
        variables.put(AUTHORIZER + PRINCIPAL, caller.principalId());
        if (caller.token() != null) {
            variables.put(AUTHORIZER + CLAIMS, new LinkedHashMap<>(caller.token().claims()));
        }
        caller.context().forEach((name, value) -> variables.put(AUTHORIZER + name, value));
        caller.identity().forEach((name, value) -> variables.put(IDENTITY + name, value));
        return variables;
    }

    /** One of them by its dotted name; null for what they have not. */
    static @Nullable Object find(Authorized caller, String name) {
        if (name.startsWith(AUTHORIZER)) {
            return ofAuthorizer(caller, name.substring(AUTHORIZER.length()));
        }
        return name.startsWith(IDENTITY)
                ? caller.identity().get(name.substring(IDENTITY.length()))
                : null;
    }

    private static @Nullable Object ofAuthorizer(Authorized caller, String name) {
        Object said = ContextVariables.find(caller.context(), name);
        if (said != null) {
            return said;
        }
        if (name.equals(PRINCIPAL)) {
            return caller.principalId();
        }
        return caller.token() == null
                ? null
                : ContextVariables.find(Map.of(CLAIMS, caller.token().claims()), name);
    }
}
