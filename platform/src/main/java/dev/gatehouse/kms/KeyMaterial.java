package dev.gatehouse.kms;

import dev.gatehouse.identity.secret.AesGcm;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kms.KeyCatalog.Found;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What keys encrypt with. It is in the store under the node's master key alone; a ciphertext names
 * its key and the material of that, and opens only with the encryption context it was made with.
 */
final class KeyMaterial {
    private static final byte VERSION = 1;

    private final KeyCatalog keys;
    private final Secrets secrets;
    private final Clock clock;

    KeyMaterial(KeyCatalog keys, Secrets secrets, Clock clock) {
        this.keys = keys;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * What a ciphertext says of itself.
     *
     * @param key the ARN of its key
     * @param index which of the key's materials
     * @param sealed the rest
     */
    private record Envelope(String account, String keyId, int index, byte[] sealed) {
        byte[] bytes() {
            UUID id = UUID.fromString(keyId);
            return ByteBuffer.allocate(1 + 8 + 16 + 2 + sealed.length)
                    .put(VERSION)
                    .putLong(Long.parseLong(account))
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .putShort((short) index)
                    .put(sealed)
                    .array();
        }

        static Envelope of(byte[] ciphertext) {
            ByteBuffer buffer = ByteBuffer.wrap(ciphertext);
            try {
                if (buffer.get() != VERSION) {
                    throw KmsErrors.ciphertext();
                }
                String account = "%012d".formatted(buffer.getLong());
                UUID id = new UUID(buffer.getLong(), buffer.getLong());
                int index = buffer.getShort();
                byte[] sealed = new byte[buffer.remaining()];
                buffer.get(sealed);
                return new Envelope(account, id.toString(), index, sealed);
            } catch (BufferUnderflowException cut) {
                throw KmsErrors.ciphertext();
            }
        }
    }

    /** The key that a ciphertext names, as a reference in its account. */
    static String keyOf(byte[] ciphertext, String region) {
        Envelope envelope = Envelope.of(ciphertext);
        return "arn:aws:kms:%s:%s:key/%s".formatted(region, envelope.account(), envelope.keyId());
    }

    /** Material for a new key, or the next of one. */
    StoredKey.Material made(String arn, Instant at) {
        String bytes = Base64.getEncoder().encodeToString(AesGcm.randomKey());
        return new StoredKey.Material(secrets.encrypt(bytes, arn), at);
    }

    byte[] encrypt(Found found, byte[] plaintext, Map<String, String> context) {
        StoredKey key = renewed(found);
        int index = key.material().size() - 1;
        byte[] sealed =
                AesGcm.encrypt(
                        AesGcm.key(open(found.arn(), key, index)),
                        plaintext,
                        authenticated(found.arn(), context));
        return new Envelope(found.scope().account().value(), key.id(), index, sealed).bytes();
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException InvalidCiphertextException when it was changed,
     *     or made in another context
     */
    byte[] decrypt(Found found, byte[] ciphertext, Map<String, String> context) {
        Envelope envelope = Envelope.of(ciphertext);
        int index = envelope.index();
        if (index < 0 || index >= found.key().material().size()) {
            throw KmsErrors.ciphertext();
        }
        byte[] key = open(found.arn(), found.key(), index);
        try {
            String bound = authenticated(found.arn(), context);
            return AesGcm.decrypt(AesGcm.key(key), envelope.sealed(), bound);
        } catch (IllegalStateException forged) {
            throw KmsErrors.ciphertext();
        }
    }

    /** A key with new material when that is due; only an encryption waits for it. */
    private StoredKey renewed(Found found) {
        StoredKey key = found.key();
        if (!isDue(key)) {
            return key;
        }
        StoredKey.Material next = made(found.arn(), clock.now());
        return keys.update(found, current -> isDue(current) ? current.renewed(next) : current);
    }

    private boolean isDue(StoredKey key) {
        Integer days = key.settings().rotation();
        return days != null
                && !key.material()
                        .getLast()
                        .created()
                        .plus(Duration.ofDays(days))
                        .isAfter(clock.now());
    }

    private byte[] open(String arn, StoredKey key, int index) {
        String sealed = key.material().get(index).sealed();
        return Base64.getDecoder().decode(secrets.decrypt(sealed, arn));
    }

    /** Every pair with its lengths, so that no two contexts read the same. */
    private static String authenticated(String arn, Map<String, String> context) {
        StringBuilder text = new StringBuilder(arn);
        new TreeMap<>(context)
                .forEach(
                        (name, value) -> {
                            text.append('\n').append(length(name)).append(':').append(name);
                            text.append(length(value)).append(':').append(value);
                        });
        return text.toString();
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
