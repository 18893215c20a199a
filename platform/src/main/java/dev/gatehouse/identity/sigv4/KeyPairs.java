package dev.gatehouse.identity.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The pair of an access key's secret on the curve P-256: NIST SP 800-108 in counter mode over
 * HMAC-SHA256 gives the private key, as in aws-c-auth's {@code key_derivation.c}.
 */
final class KeyPairs {
    private static final String CURVE = "secp256r1";
    private static final int MOST_TRIES = 254;

    private KeyPairs() {}

    static PublicKey publicKey(String accessKeyId, String secret) {
        var curve = CustomNamedCurves.getByName(CURVE);
        BigInteger key = privateKey(accessKeyId, secret, curve.getN());
        var point = new FixedPointCombMultiplier().multiply(curve.getG(), key).normalize();
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            ECPoint affine =
                    new ECPoint(
                            point.getAffineXCoord().toBigInteger(),
                            point.getAffineYCoord().toBigInteger());
            return KeyFactory.getInstance("EC")
                    .generatePublic(
                            new ECPublicKeySpec(
                                    affine, parameters.getParameterSpec(ECParameterSpec.class)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without P-256", e);
        }
    }

    /**
     * @param order of the curve; one candidate in 2^32 is not below it, and the next is taken
     */
    static BigInteger privateKey(String accessKeyId, String secret, BigInteger order) {
        byte[] key = ("AWS4A" + secret).getBytes(UTF_8);
        byte[] label = SigningAlgorithm.ECDSA.word().getBytes(UTF_8);
        byte[] id = accessKeyId.getBytes(UTF_8);
        for (int counter = 1; counter <= MOST_TRIES; counter++) {
            ByteBuffer input = ByteBuffer.allocate(label.length + id.length + 10);
            input.putInt(1).put(label).put((byte) 0).put(id).put((byte) counter).putInt(256);
            BigInteger candidate = new BigInteger(1, Hashes.hmac(key, input.array()));
            if (candidate.compareTo(order.subtract(BigInteger.TWO)) <= 0) {
                return candidate.add(BigInteger.ONE);
            }
        }
        throw new IllegalStateException("no key in 254 candidates");
    }
}
