package dev.gatehouse.sts;

import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
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
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 192;
    private static final int SWEEP_EVERY = 256;

    /** Expired keys are still known for a while: their users are told that they have expired. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Documents<StoredSession> documents;
    private final Clock clock;
    private final AtomicInteger issued = new AtomicInteger();

    Sessions(Store store, Clock clock) {
        this.documents = store.documents(StoredSession.KIND);
        this.clock = clock;
    }

    /** New credentials that stand for {@code principal}. */
    Credentials issue(Principal principal, Duration validity) {
        String accessKeyId = accessKeyId();
        StoredSession session =
                new StoredSession(
                        principal,
                        random(30),
                        random(TOKEN_BYTES),
                        clock.now().plus(validity).truncatedTo(ChronoUnit.SECONDS));
        documents.insert(StoredSession.SCOPE, accessKeyId, session);
        // Also at the first of a process: few nodes live to hand out hundreds.
        if (issued.getAndIncrement() % SWEEP_EVERY == 0) {
            sweep();
        }
        return session.credentials(accessKeyId);
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
                        .map(found -> found.value().credentials(accessKeyId))
                : Optional.empty();
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

    private static String accessKeyId() {
        StringBuilder id = new StringBuilder(PREFIX);
        for (int i = 0; i < 16; i++) {
            id.append(ID_CHARACTERS.charAt(RANDOM.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
