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

    /** This source without the keys of accounts' roots, which it does not know then. */
    default CredentialSource withoutRoots() {
        return accessKeyId ->
                find(accessKeyId).filter(key -> key.principal().kind() != PrincipalKind.ROOT);
    }

    /** This source, and {@code next} for the keys it does not know. */
    default CredentialSource or(CredentialSource next) {
        return accessKeyId -> find(accessKeyId).or(() -> next.find(accessKeyId));
    }
}
