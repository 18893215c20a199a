package dev.gatehouse.identity.secret;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Encrypts short secrets for the store: under a data key, which is kept encrypted under a master
 * key that is not in the store. Nothing is read or made before the first secret is.
 */
public final class Secrets {
    private static final String PREFIX = "encrypted:";

    private final DataKeys keys;

    public Secrets(Store store, MasterKey master, Clock clock) {
        this.keys = new DataKeys(store, master, clock);
    }

    /** Whether a store has secrets that only the master key of its own opens. */
    public static boolean areIn(Store store) {
        return store.documents(StoredDataKey.KIND).count(StoredDataKey.SCOPE, "") > 0;
    }

    /**
     * Whether anything was encrypted yet.
     *
     * @throws WrongMasterKeyException when the store's secrets are under another master key
     */
    public boolean requireMaster() {
        return keys.requireMaster();
    }

    /**
     * Goes over from another master key: what it encrypted can be read by this one alone from now
     * on. Running it again does nothing.
     *
     * @return how many data keys were moved
     */
    public int moveFrom(MasterKey previous) {
        return keys.moveFrom(previous);
    }

    /**
     * Encrypts a secret.
     *
     * @param owner whose it is, such as an access key's id; for nobody else it decrypts
     */
    public String encrypt(String secret, String owner) {
        DataKeys.Current current = keys.current();
        byte[] text = secret.getBytes(StandardCharsets.UTF_8);
        byte[] encrypted = AesGcm.encrypt(current.key(), text, owner);
        return PREFIX + current.id() + ':' + Base64.getEncoder().encodeToString(encrypted);
    }

    /**
     * Decrypts what {@link #encrypt} made. A secret that an earlier release kept as it is stays
     * readable.
     *
     * @throws IllegalStateException when it was changed, or is not its owner's
     */
    public String decrypt(String kept, String owner) {
        if (!kept.startsWith(PREFIX)) {
            return kept;
        }
        int colon = kept.indexOf(':', PREFIX.length());
        String keyId = kept.substring(PREFIX.length(), colon);
        byte[] encrypted = Base64.getDecoder().decode(kept.substring(colon + 1));
        return new String(
                AesGcm.decrypt(keys.find(keyId), encrypted, owner), StandardCharsets.UTF_8);
    }
}
