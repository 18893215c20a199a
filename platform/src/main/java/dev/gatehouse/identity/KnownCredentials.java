package dev.gatehouse.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the credentials that were looked up until something changes of which they are made, so that
 * a busy key costs the store nothing. It is told of a change before the call that makes it returns:
 * a key that was deactivated or deleted is none from then on.
 */
public final class KnownCredentials implements CredentialSource, ChangeFeed.Subscriber {
    private static final int KEPT = 10_000;

    private final CredentialSource source;
    private final AtomicLong revision = new AtomicLong();
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

    private record Known(long revision, Credentials credentials) {}

    /**
     * @param source looks them up; to be subscribed to what it reads
     */
    public KnownCredentials(CredentialSource source) {
        this.source = source;
    }

    @Override
    public Optional<Credentials> findAtHand(String accessKeyId) {
        Known found = known.getIfPresent(accessKeyId);
        return found != null && found.revision() == revision.get()
                ? Optional.of(found.credentials())
                : Optional.empty();
    }

    @Override
    public Optional<Credentials> find(String accessKeyId) {
        Optional<Credentials> atHand = findAtHand(accessKeyId);
        if (atHand.isPresent()) {
            return atHand;
        }
        long before = revision.get();
        Optional<Credentials> found = source.find(accessKeyId);
        found.ifPresent(each -> known.put(accessKeyId, new Known(before, each)));
        return found;
    }

    @Override
    public void changed(List<DocumentChange> changes) {
        revision.incrementAndGet();
    }

    @Override
    public void missed() {
        revision.incrementAndGet();
    }
}
