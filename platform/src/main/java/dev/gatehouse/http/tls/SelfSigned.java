package dev.gatehouse.http.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A self-signed certificate, with an RSA key of 2,048 bits.
 *
 * @param certificatePem the certificate
 * @param keyPem its private key (PKCS#8)
 */
public record SelfSigned(String certificatePem, String keyPem) {
    private static final int KEY_BITS = 2_048;
    private static final int SERIAL_BITS = 63;
    private static final SecureRandom CHANCE = new SecureRandom();

    /**
     * Makes one; takes a tenth of a second.
     *
     * @param subject whom it names, such as {@code CN=…,O=…}
     */
    public static SelfSigned make(String subject, Instant from, Instant until) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS, CHANCE);
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name(subject);
            var certificate =
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    new JcaX509v3CertificateBuilder(
                                                    name,
                                                    new BigInteger(SERIAL_BITS, CHANCE),
                                                    Date.from(from),
                                                    Date.from(until),
                                                    name,
                                                    keys.getPublic())
                                            .build(
                                                    new JcaContentSignerBuilder("SHA256withRSA")
                                                            .build(keys.getPrivate())));
            return new SelfSigned(
                    Pem.of(certificate), Pem.text("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the JDK cannot make a certificate", e);
        }
    }

    /** Without the key, which must not be logged. */
    @Override
    public String toString() {
        return certificatePem;
    }
}
