package dev.gatehouse.identity.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.identity.Credentials;

/**
 * Derives the key of a secret for one scope, and keeps the most used ones: deriving takes four
 * HMACs where using takes one.
 */
public final class SigningKeys {
    private static final int KEPT = 1_000;

    private final Cache<Derivation, byte[]> keys =
            Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

    /** Of pairs, which are the same for every day and service. */
    private final Cache<Pair, SigningKey> pairs =
            Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

    /** What verifies that a key's owner signed for a scope. */
    SigningKey of(Credentials key, CredentialScope scope) {
        return switch (scope.algorithm()) {
            case HMAC -> new SigningKey.Shared(derive(key.secretAccessKey(), scope));
            case ECDSA ->
                    pairs.get(
                            new Pair(key.accessKeyId(), key.secretAccessKey()),
                            pair ->
                                    new SigningKey.OfPair(
                                            KeyPairs.publicKey(pair.id(), pair.secret())));
        };
    }

    public byte[] derive(String secret, CredentialScope scope) {
        return keys.get(new Derivation(secret, scope), SigningKeys::derive);
    }

    private static byte[] derive(Derivation from) {
        byte[] date = Hashes.hmac(("AWS4" + from.secret).getBytes(UTF_8), from.scope.date());
        byte[] region = Hashes.hmac(date, from.scope.region());
        byte[] service = Hashes.hmac(region, from.scope.service());
        return Hashes.hmac(service, CredentialScope.TERMINATOR);
    }

    private record Pair(String id, String secret) {}

    private record Derivation(String secret, CredentialScope scope) {}
}
