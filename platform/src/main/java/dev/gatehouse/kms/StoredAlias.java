package dev.gatehouse.kms;

import dev.gatehouse.store.Kind;
import java.time.Instant;

/** Another name of a key, as it is stored: with {@code alias/} before it. */
record StoredAlias(String name, String keyId, Instant created, Instant updated) {
    static final Kind<StoredAlias> KIND = new Kind<>("kms.alias", StoredAlias.class);
}
