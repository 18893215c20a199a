package dev.gatehouse.sts;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out temporary credentials and knows those that were handed out. */
final class Sessions implements CredentialSource {
    private static final String PREFIX = "ASIA";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 192;
    private static final int SWEEP_EVERY = 256;

    /** Expired keys are still known for a while: their users are told that they have expired. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Documents<StoredSession> documents;
    private final Secrets secrets;
    private final Clock clock;
    private final AtomicInteger issued = new AtomicInteger();

    Sessions(Store store, Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.documents = store.documents(StoredSession.KIND);
        this.clock = clock;
    }

    /** New credentials that stand for {@code principal}. */
    Credentials issue(Principal principal, Duration validity) {
        AccessKey pair = AccessKey.generate(PREFIX);
        String token = token();
        StoredSession session =
                new StoredSession(
                        principal,
                        secrets.encrypt(pair.secret(), pair.id()),
                        secrets.encrypt(token, pair.id()),
                        clock.now().plus(validity).truncatedTo(ChronoUnit.SECONDS));
        documents.insert(StoredSession.SCOPE, pair.id(), session);
        // Also at the first of a process: few nodes live to hand out hundreds.
        if (issued.getAndIncrement() % SWEEP_EVERY == 0) {
            sweep();
        }
        return new Credentials(pair.id(), pair.secret(), token, session.expiration(), principal);
    }

    /** By the prefix AWS gives to the keys of sessions. */
    private static boolean isSession(String accessKeyId) {
        return accessKeyId.startsWith(PREFIX);
    }

    @Override
    public Optional<Credentials> find(String accessKeyId) {
        return isSession(accessKeyId)
                ? documents
                        .find(StoredSession.SCOPE, accessKeyId)
                        .map(found -> credentials(accessKeyId, found.value()))
                : Optional.empty();
    }

    private Credentials credentials(String accessKeyId, StoredSession session) {
        return new Credentials(
                accessKeyId,
                secrets.decrypt(session.secret(), accessKeyId),
                secrets.decrypt(session.token(), accessKeyId),
                session.expiration(),
                session.principal());
    }

    private void sweep() {
        Instant forgotten = clock.now().minus(REMEMBERED);
        List<String> expired = new ArrayList<>();
        documents.forEach(
                (scope, document) -> {
                    if (document.value().expiration().isBefore(forgotten)) {
                        expired.add(document.id());
                    }
                });
        expired.forEach(id -> documents.delete(StoredSession.SCOPE, id));
    }

    private static String token() {
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
