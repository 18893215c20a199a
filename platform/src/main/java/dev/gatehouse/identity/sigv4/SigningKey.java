package dev.gatehouse.identity.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HexFormat;

/** What a secret comes to for one scope: it tells which signatures its owner made. */
@SuppressWarnings("ArrayRecordComponent") // used, never compared
sealed interface SigningKey {

    /**
     * @param signature hexadecimal
     */
    boolean signed(String text, String signature);

    /** The key that both sides have. */
    record Shared(byte[] key) implements SigningKey {
        @Override
        public boolean signed(String text, String signature) {
            return Hashes.same(Hashes.hmacHex(key, text), signature);
        }
    }

    /** The public one of the pair, derived from the secret like the private one. */
    record OfPair(PublicKey key) implements SigningKey {
        @Override
        public boolean signed(String text, String signature) {
            try {
                var verifier = java.security.Signature.getInstance("SHA256withECDSA");
                verifier.initVerify(key);
                verifier.update(text.getBytes(UTF_8));
                return verifier.verify(HexFormat.of().parseHex(signature));
            } catch (GeneralSecurityException | IllegalArgumentException _) {
                return false;
            }
        }
    }
}
