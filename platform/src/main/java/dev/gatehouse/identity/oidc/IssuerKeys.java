package dev.gatehouse.identity.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.text.ParseException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of issuers. A set is good for two hours, as on AWS; a key that is not in it has the set
 * fetched once more, but not more often than every ten seconds; an issuer that cannot be reached
 * keeps the keys it had.
 *
 * @param <I> what names an issuer
 */
public final class IssuerKeys<I> {
    private static final long FRESH_NANOS = Duration.ofHours(2).toNanos();
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MAX_ISSUERS = 1_000;

    private final Function<I, Future<String>> documents;
    private final Clock clock;
    private final Cache<I, KeySet> sets =
            Caffeine.newBuilder().maximumSize(MAX_ISSUERS).executor(Runnable::run).build();

    /**
     * @param documents fetches the text of an issuer's set of keys
     */
    public IssuerKeys(Function<I, Future<String>> documents, Clock clock) {
        this.documents = documents;
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

    /**
     * A key by its id; on an event loop. Fails with a {@link TokenException} when the issuer has
     * none such.
     */
    public Future<JWK> find(I issuer, String id) {
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
        return new TokenException(
                TokenException.Reason.UNKNOWN_KEY,
                "the token was not signed by a known key of its issuer");
    }

    /** Fetches the set, or waits for whoever does; complete when that has ended, well or not. */
    private Future<Void> fetch(I issuer, KeySet set) {
        Promise<Void> mine = Promise.promise();
        Future<Void> others = set.pending.compareAndExchange(null, mine.future());
        if (others != null) {
            return others;
        }
        set.triedNanos = clock.nanoTime();
        documents
                .apply(issuer)
                .map(IssuerKeys::parsed)
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

    private static JWKSet parsed(String keys) {
        try {
            return JWKSet.parse(keys);
        } catch (ParseException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
