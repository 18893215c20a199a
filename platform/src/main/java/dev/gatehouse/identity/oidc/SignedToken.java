package dev.gatehouse.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JSON Web Token with a signature, taken apart; nothing of it is believed yet. */
public final class SignedToken {
    /** RS256 and its kin: what authorizers take that say nothing of it. */
    public static final Set<String> RSA = names(JWSAlgorithm.Family.RSA);

    /** RS256, ES256 and their kin: what IAM takes. */
    public static final Set<String> RSA_AND_EC = names(JWSAlgorithm.Family.SIGNATURE);

    private final SignedJWT token;
    private final Map<String, Object> claims;

    private SignedToken(SignedJWT token, Map<String, Object> claims) {
        this.token = token;
        this.claims = claims;
    }

    /**
     * Takes a token apart.
     *
     * @param longest in characters
     * @throws TokenException it is none
     */
    public static SignedToken parse(String text, int longest) {
        if (text.length() > longest) {
            throw TokenException.invalid("the token is too long");
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            Map<String, Object> claims = token.getPayload().toJSONObject();
            if (claims == null) {
                throw TokenException.invalid("the token is malformed");
            }
            return new SignedToken(token, claims);
        } catch (ParseException | StackOverflowError malformed) {
            throw TokenException.invalid("the token is malformed");
        }
    }

    private static Set<String> names(Set<JWSAlgorithm> algorithms) {
        return algorithms.stream()
                .map(JWSAlgorithm::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What it claims. */
    public Map<String, Object> claims() {
        return claims;
    }

    /** Whom it says it is from; null when it does not say, or not in a text. */
    public @Nullable String issuer() {
        return claims.get("iss") instanceof String issuer ? issuer : null;
    }

    /**
     * The id of the key that signed it.
     *
     * @param allowed how tokens may be signed: never by a shared secret, so that no public key can
     *     be taken for one, and never not at all
     * @throws TokenException it is not signed as tokens may be, or does not name its key
     */
    public String keyId(Set<String> allowed) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        if (!allowed.contains(algorithm.getName())
                || !JWSAlgorithm.Family.SIGNATURE.contains(algorithm)) {
            throw TokenException.invalid("the token is signed with an unsupported algorithm");
        }
        if (token.getHeader().getKeyID() == null) {
            throw TokenException.invalid("the token does not name its key");
        }
        return token.getHeader().getKeyID();
    }

    /**
     * Holds the token to a key of its issuer.
     *
     * @throws TokenException unless the key has signed it
     */
    public void requireSignature(JWK key) {
        boolean fits =
                (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                        && (key.getAlgorithm() == null
                                || key.getAlgorithm().equals(token.getHeader().getAlgorithm()));
        try {
            if (!fits || !token.verify(verifier(key))) {
                throw unsigned();
            }
        } catch (JOSEException | RuntimeException unfit) {
            throw unsigned();
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey curve -> new ECDSAVerifier(curve.toECPublicKey());
            default -> throw unsigned();
        };
    }

    private static TokenException unsigned() {
        return TokenException.invalid("the token does not have a valid signature");
    }
}
