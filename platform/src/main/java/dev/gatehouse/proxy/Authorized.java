package dev.gatehouse.proxy;

import dev.gatehouse.identity.policy.Actor;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What authorization said of a caller. Events and {@code $context} read it from here, whoever the
 * authorizer was.
 *
 * @param principalId whom a Lambda authorizer took the caller for; null without one
 * @param context what a Lambda authorizer has to say of the caller, by its own names: text,
 *     numbers, booleans, lists and maps
 * @param usageIdentifierKey the API key a Lambda authorizer gives the caller; null without one
 * @param identity the members of {@code $context.identity} that are known, by AWS's names: those of
 *     a signature or of an API key
 * @param token what a verified token says; null without one
 * @param actor who signed, to act for; null without a signature
 */
public record Authorized(
        @Nullable String principalId,
        Map<String, Object> context,
        @Nullable String usageIdentifierKey,
        Map<String, String> identity,
        @Nullable Token token,
        @Nullable Actor actor) {

    /** No authorizer was asked. */
    public static final Authorized ANONYMOUS =
            new Authorized(null, Map.of(), null, Map.of(), null, null);

    /**
     * What a verified token says of its bearer.
     *
     * @param claims as text; never changed again
     * @param scopes those of the token that its method asks for one of; null where it asks for none
     */
    public record Token(Map<String, String> claims, @Nullable List<String> scopes) {
        public Token {
            claims = Collections.unmodifiableMap(claims);
            scopes = scopes == null ? null : List.copyOf(scopes);
        }
    }

    public Authorized {
        context =
                context.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(context));
        identity = Map.copyOf(identity);
    }

    /** A caller whose signature was verified. */
    public static Authorized signed(Map<String, String> identity, Actor actor) {
        return new Authorized(null, Map.of(), null, identity, null, actor);
    }

    /** The same with these members of {@code $context.identity} beside those that are known. */
    public Authorized withIdentity(Map<String, String> members) {
        Map<String, String> all = members;
        if (!identity.isEmpty()) {
            all = new HashMap<>(identity);
            all.putAll(members);
        }
        return new Authorized(principalId, context, usageIdentifierKey, all, token, actor);
    }

    /** A caller whose token was verified. */
    public static Authorized bearer(Token token) {
        return new Authorized(null, Map.of(), null, Map.of(), token, null);
    }

    /**
     * Who calls, for records: the ARN of who signed, the principal of a Lambda authorizer, or the
     * subject of a token; null for an anonymous caller.
     */
    public @Nullable String caller() {
        if (token != null) {
            return token.claims().get("sub");
        }
        return principalId != null ? principalId : identity.get("userArn");
    }

    /** Whether an authorizer named the caller, or said something of them. */
    boolean byAuthorizer() {
        return principalId != null || !context.isEmpty() || token != null;
    }

    /** Whether the caller is known by a signature. */
    boolean bySignature() {
        return identity.containsKey("userArn");
    }
}
