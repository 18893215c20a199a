package dev.gatehouse.proxy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What authorization said of a caller. Events and {@code $context} read it from here, whoever the
 * authorizer was.
 *
 * @param principalId whom a Lambda authorizer took the caller for; null without one
 * @param context what a Lambda authorizer has to say of the caller, by its own names
 * @param usageIdentifierKey the API key a Lambda authorizer gives the caller; null without one
 * @param identity the members of {@code $context.identity} that are known, by AWS's names: those of
 *     a signature or of an API key
 */
public record Authorized(
        @Nullable String principalId,
        Map<String, String> context,
        @Nullable String usageIdentifierKey,
        Map<String, String> identity) {

    /** Nobody was asked. */
    public static final Authorized ANYBODY = new Authorized(null, Map.of(), null, Map.of());

    public Authorized {
        context = Map.copyOf(context);
        identity = Map.copyOf(identity);
    }

    /** Whether an authorizer named the caller, or said something of them. */
    boolean byAuthorizer() {
        return principalId != null || !context.isEmpty();
    }
}
