package dev.gatehouse.gateway.authorize;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * What authorizers' functions said lately. Those who ask the same at once wait for one call; what a
 * call did not answer is not kept.
 */
final class DecisionCache {
    private static final int MAX_DECISIONS = 10_000;

    private final Cache<Key, Kept> decisions;
    private final ConcurrentMap<Key, Future<AuthorizerResponse>> pending =
            new ConcurrentHashMap<>();

    DecisionCache(Clock clock) {
        this.decisions =
                Caffeine.newBuilder()
                        .maximumSize(MAX_DECISIONS)
                        .ticker(clock::nanoTime)
                        .executor(Runnable::run)
                        .expireAfter(
                                Expiry.creating(
                                        (Key _, Kept kept) ->
                                                Duration.ofSeconds(kept.ttlSeconds())))
                        .build();
    }

    /**
     * Who asks what.
     *
     * @param stage of the API; another flush of its cache makes another
     * @param authorizer its id, its function and its role: what is asked
     * @param identity what the caller is known by
     */
    record Key(String apiId, String stage, List<String> authorizer, List<String> identity) {}

    private record Kept(AuthorizerResponse response, int ttlSeconds) {}

    /** What is known, or what the call says; completes on the event loop of the caller. */
    Future<AuthorizerResponse> get(
            Key key, int ttlSeconds, Supplier<Future<AuthorizerResponse>> call) {
        Kept known = decisions.getIfPresent(key);
        if (known != null) {
            return Future.succeededFuture(known.response());
        }
        Promise<AuthorizerResponse> shared = Promise.promise();
        Future<AuthorizerResponse> earlier = pending.putIfAbsent(key, shared.future());
        if (earlier != null) {
            Promise<AuthorizerResponse> here =
                    Objects.requireNonNull(ContextInternal.current()).promise();
            earlier.onComplete(here);
            return here.future();
        }
        return asked(call)
                .onComplete(
                        said -> {
                            if (said.succeeded()) {
                                decisions.put(key, new Kept(said.result(), ttlSeconds));
                            }
                            pending.remove(key);
                            shared.handle(said);
                        });
    }

    private static Future<AuthorizerResponse> asked(Supplier<Future<AuthorizerResponse>> call) {
        try {
            return call.get();
        } catch (RuntimeException fault) {
            return Future.failedFuture(fault);
        }
    }
}
