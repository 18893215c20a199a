package dev.gatehouse.gateway.plan.cache;

import java.time.Duration;

/**
 * What a stage keeps of a method's responses.
 *
 * @param ttl how long; zero for not at all
 * @param anyVerb whether also those to other requests than GET, as a method's own settings say
 * @param guarded whether only those may invalidate an entry who are allowed to
 * @param rejection what becomes of the requests of others who want it invalidated
 */
public record CacheRules(Duration ttl, boolean anyVerb, boolean guarded, Rejection rejection) {
    /** Nothing is kept. */
    public static final CacheRules NONE =
            new CacheRules(Duration.ZERO, false, true, Rejection.IGNORED_WITH_WARNING);

    /** What becomes of a request that wants an entry invalidated and may not. */
    public enum Rejection {
        FORBIDDEN,
        IGNORED_WITH_WARNING,
        IGNORED
    }

    /** Whether a response to a request of this method is kept. */
    public boolean covers(String httpMethod) {
        return !ttl.isZero() && (anyVerb || httpMethod.equals("GET"));
    }
}
