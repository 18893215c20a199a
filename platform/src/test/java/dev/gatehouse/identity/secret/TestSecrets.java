package dev.gatehouse.identity.secret;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;

/** For tests that only need that secrets are kept. */
public final class TestSecrets {
    private TestSecrets() {}

    public static Secrets of(Store store) {
        return new Secrets(store, LocalMasterKey.of("A".repeat(43) + "="), Clock.SYSTEM);
    }
}
