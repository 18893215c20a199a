package dev.gatehouse.identity;

import java.util.Optional;

/** Where access keys are looked up: IAM's users, STS's sessions, the node's own root pair. */
@FunctionalInterface
public interface CredentialSource {
    /**
     * The credentials of an access key, also when they have expired; empty when there is no such
     * key or it is inactive. May block on the store; called on virtual threads.
     */
    Optional<Credentials> find(String accessKeyId);

    /**
     * The same of a key that is known already; empty when it would have to be looked up. Never
     * blocks.
     */
    default Optional<Credentials> findAtHand(String accessKeyId) {
        return Optional.empty();
    }

    /** This source without the keys of accounts' roots, which it does not know then. */
    default CredentialSource withoutRoots() {
        return new Rootless(this);
    }

    /** This source, and {@code next} for the keys it does not know. */
    default CredentialSource or(CredentialSource next) {
        return accessKeyId -> find(accessKeyId).or(() -> next.find(accessKeyId));
    }

    /** A source without the keys of accounts' roots. */
    record Rootless(CredentialSource all) implements CredentialSource {
        @Override
        public Optional<Credentials> find(String accessKeyId) {
            return all.find(accessKeyId).filter(Rootless::isOfOthers);
        }

        @Override
        public Optional<Credentials> findAtHand(String accessKeyId) {
            return all.findAtHand(accessKeyId).filter(Rootless::isOfOthers);
        }

        private static boolean isOfOthers(Credentials key) {
            return key.principal().kind() != PrincipalKind.ROOT;
        }
    }
}
