package dev.gatehouse.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.plan.cache.CacheKey;
import dev.gatehouse.gateway.plan.cache.CacheRules;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The responses that stages keep. They share one bound of memory; the ones that were asked for
 * longest ago make room for others.
 */
public final class StageCaches {
    /** Larger bodies are not kept, as on AWS. */
    private static final long LARGEST_BODY = 1024 * 1024;

    private static final int OK = 200;
    private static final int ENTRY_OVERHEAD = 512;
    private static final String WARNING = "199 - \"cache invalidation was not authorized\"";

    private final Predicate<RestApiCall> mayInvalidate;
    private final Cache<Key, Entry> entries;

    /**
     * @param stage tells a stage, its canary, and itself before its cache was flushed
     * @param method empty when the namespace is not a resource's own
     */
    private record Key(
            String api, String stage, String namespace, String method, List<String> values) {}

    private record Entry(Response response, long ttlNanos) {
        int weight() {
            return (int) response.body().length() + ENTRY_OVERHEAD;
        }

        /** A response of its own, to which later steps add. */
        Response copy() {
            MultiMap headers = HttpHeaders.headers();
            headers.setAll(response.headers());
            return new Response(response.status(), headers, response.body());
        }
    }

    /**
     * @param maxBytes what all entries may have together
     * @param mayInvalidate whether a call's policies let it have its entry made anew
     */
    public StageCaches(long maxBytes, Predicate<RestApiCall> mayInvalidate, Clock clock) {
        this.mayInvalidate = mayInvalidate;
        this.entries =
                Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .weigher((Key _, Entry entry) -> entry.weight())
                        .expireAfter(Expiry.writing((Key _, Entry entry) -> ttl(entry)))
                        .ticker(clock::nanoTime)
                        .executor(Runnable::run)
                        .build();
    }

    private static Duration ttl(Entry entry) {
        return Duration.ofNanos(entry.ttlNanos());
    }

    /**
     * The response to a call: the one that is kept, or the integration's, which is kept then.
     *
     * @throws Rejection the request wants an entry invalidated, and may not
     */
    public Future<Response> serve(
            RestApiCall call, RequestRecord record, Supplier<Future<Response>> integration) {
        CacheRules rules = call.stage().settings(call.method()).cache();
        if (!rules.covers(call.request().method())) {
            return integration.get();
        }
        boolean invalidates = invalidates(call);
        boolean warned = false;
        if (invalidates && rules.guarded() && !mayInvalidate.test(call)) {
            if (rules.rejection() == CacheRules.Rejection.FORBIDDEN) {
                throw Rejection.invalidationForbidden();
            }
            invalidates = false;
            warned = rules.rejection() == CacheRules.Rejection.IGNORED_WITH_WARNING;
        }
        Key key = key(call);
        Entry kept = invalidates ? null : entries.getIfPresent(key);
        record.cached(kept != null);
        Future<Response> response =
                kept != null
                        ? Future.succeededFuture(kept.copy())
                        : integration.get().map(fresh -> keep(key, fresh, rules));
        return warned ? response.map(StageCaches::warned) : response;
    }

    private static boolean invalidates(RestApiCall call) {
        String asked = call.request().header("Cache-Control");
        return asked != null
                && asked.toLowerCase(Locale.ROOT).replace(" ", "").contains("max-age=0");
    }

    private Response keep(Key key, Response response, CacheRules rules) {
        Body body = response.body();
        boolean whole = body instanceof Body.Bytes || body instanceof Body.None;
        if (whole && response.status() == OK && body.length() <= LARGEST_BODY) {
            Entry entry = new Entry(response, rules.ttl().toNanos());
            entries.put(key, new Entry(entry.copy(), entry.ttlNanos()));
        }
        return response;
    }

    private static Response warned(Response response) {
        response.headers().set("Warning", WARNING);
        return response;
    }

    private static Key key(RestApiCall call) {
        CacheKey parts = call.method().cacheKey();
        boolean own = parts.namespace().equals(call.resource().id());
        return new Key(
                call.plan().address().apiId(),
                call.stage().cacheId(),
                parts.namespace(),
                own ? call.method().key() : "",
                values(call, parts));
    }

    private static List<String> values(RestApiCall call, CacheKey parts) {
        if (parts.parameters().isEmpty()) {
            return List.of();
        }
        MappingInput input = CallContext.of(call);
        return parts.parameters().stream()
                .map(parameter -> text(parameter.valueFrom(input)))
                .toList();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "\0");
    }
}
