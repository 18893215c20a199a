package dev.gatehouse.identity.secret;

/** The secrets of a store are encrypted under another master key than the node was given. */
public final class WrongMasterKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongMasterKeyException(String stored, String given) {
        super(
                "the store's secrets are encrypted under the master key %s, not under %s; set master-key to it, or previous-master-key to move on from it"
                        .formatted(stored, given));
    }
}
