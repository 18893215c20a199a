package dev.gatehouse.gateway.authorize.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.text.ParseException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The keys of issuers. A set is good for two hours, as on AWS; a key that is not in it has the set
 * fetched once more, but not more often than every ten seconds; an issuer that cannot be reached
 * keeps the keys it had.
 */
final class IssuerKeys {
    private static final long FRESH_NANOS = Duration.ofHours(2).toNanos();
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MAX_ISSUERS = 1_000;

    private final JsonDocuments documents;
    private final UserPools pools;
    private final Clock clock;
    private final Cache<TokenIssuer, KeySet> sets =
            Caffeine.newBuilder().maximumSize(MAX_ISSUERS).executor(Runnable::run).build();

    IssuerKeys(JsonDocuments documents, UserPools pools, Clock clock) {
        this.documents = documents;
        this.pools = pools;
        this.clock = clock;
    }

    /** The keys that an issuer has now, when it was last asked, and a fetch that goes on. */
    private static final class KeySet {
        private final AtomicReference<@Nullable Future<Void>> pending = new AtomicReference<>();
        private volatile @Nullable JWKSet keys;
        private volatile long fetchedNanos;
        private volatile @Nullable Long triedNanos;

        @Nullable JWK find(String id) {
            JWKSet present = keys;
            return present == null ? null : present.getKeyByKeyId(id);
        }
    }

    /** A key by its id. Fails with a {@link TokenException} when the issuer has none such. */
    Future<JWK> find(TokenIssuer issuer, String id) {
        KeySet set = sets.get(issuer, _ -> new KeySet());
        JWK known = set.find(id);
        long now = clock.nanoTime();
        if (known != null) {
            if (now - set.fetchedNanos >= FRESH_NANOS && mayTry(set, now)) {
                fetch(issuer, set);
            }
            return Future.succeededFuture(known);
        }
        if (set.pending.get() == null && !mayTry(set, now)) {
            return Future.failedFuture(unknown());
        }
        Promise<JWK> here = Objects.requireNonNull(ContextInternal.current()).promise();
        fetch(issuer, set)
                .onComplete(
                        _ -> {
                            JWK found = set.find(id);
                            if (found == null) {
                                here.fail(unknown());
                            } else {
                                here.complete(found);
                            }
                        });
        return here.future();
    }

    private static boolean mayTry(KeySet set, long now) {
        Long tried = set.triedNanos;
        return tried == null || now - tried >= PAUSE_NANOS;
    }

    private static TokenException unknown() {
        return TokenException.invalid("the token was not signed by a known key of its issuer");
    }

    /** Fetches the set, or waits for whoever does; complete when that has ended, well or not. */
    private Future<Void> fetch(TokenIssuer issuer, KeySet set) {
        Promise<Void> mine = Promise.promise();
        Future<Void> others = set.pending.compareAndExchange(null, mine.future());
        if (others != null) {
            return others;
        }
        set.triedNanos = clock.nanoTime();
        read(issuer)
                .onComplete(
                        read -> {
                            if (read.succeeded()) {
                                set.keys = read.result();
                                set.fetchedNanos = clock.nanoTime();
                            }
                            set.pending.set(null);
                            mine.complete();
                        });
        return mine.future();
    }

    private Future<JWKSet> read(TokenIssuer issuer) {
        return switch (issuer) {
            case TokenIssuer.UserPool pool -> pools.keys(pool).map(IssuerKeys::parsed);
            case TokenIssuer.Oidc(String url) ->
                    documents
                            .read(withoutSlash(url) + "/.well-known/openid-configuration")
                            .map(IssuerKeys::keysUrl)
                            .compose(documents::read)
                            .map(IssuerKeys::parsed);
        };
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String keysUrl(String configuration) {
        try {
            String url =
                    JSONObjectUtils.getString(JSONObjectUtils.parse(configuration), "jwks_uri");
            return Objects.requireNonNull(url, "no jwks_uri");
        } catch (ParseException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private static JWKSet parsed(String keys) {
        try {
            return JWKSet.parse(keys);
        } catch (ParseException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
