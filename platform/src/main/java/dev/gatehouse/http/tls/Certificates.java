package dev.gatehouse.http.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and certificates: P-256 throughout, which every client of the last decade takes. */
final class Certificates {

    private static final SecureRandom CHANCE = new SecureRandom();
    private static final int SERIAL_BITS = 127;

    /** Clocks differ a little, also after one was set back. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private Certificates() {}

    /** When a certificate is good. */
    record Life(Instant from, Instant until) {}

    static Life life(Instant now, Duration length) {
        return new Life(now.minus(BACKDATED), now.plus(length));
    }

    static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), CHANCE);
        return generator.generateKeyPair();
    }

    /** A certificate signed with its own key, for an authority of hosts in a few domains. */
    static X509Certificate authority(String name, KeyPair keys, List<String> domains, Life life)
            throws GeneralSecurityException {
        X500Name subject = named(name);
        try {
            X509v3CertificateBuilder builder = begun(subject, subject, keys.getPublic(), life);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            builder.addExtension(Extension.nameConstraints, true, constraints(domains));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            return signed(builder, keys.getPrivate());
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A certificate for one host, and for no name below it. */
    static X509Certificate host(String host, PublicKey key, Identity issuer, Life life)
            throws GeneralSecurityException {
        JcaX509CertificateHolder authority = new JcaX509CertificateHolder(issuer.certificate());
        try {
            // Host names may be longer than a common name: the alternative names are what counts.
            X509v3CertificateBuilder builder =
                    begun(authority.getSubject(), named("Gatehouse host"), key, life);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority));
            return signed(builder, issuer.key());
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Whether an authority's certificate lets it vouch for exactly these domains. */
    static boolean permits(X509Certificate authority, List<String> domains) {
        try {
            byte[] expected = constraints(domains).getEncoded();
            Extension found =
                    new JcaX509CertificateHolder(authority).getExtension(Extension.nameConstraints);
            return found != null && Arrays.equals(expected, found.getExtnValue().getOctets());
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static NameConstraints constraints(List<String> domains) {
        GeneralSubtree[] permitted =
                domains.stream()
                        .map(domain -> new GeneralName(GeneralName.dNSName, domain))
                        .map(GeneralSubtree::new)
                        .toArray(GeneralSubtree[]::new);
        return new NameConstraints(permitted, null);
    }

    private static X500Name named(String name) {
        return new X500Name("CN=" + name);
    }

    private static X509v3CertificateBuilder begun(
            X500Name issuer, X500Name subject, PublicKey key, Life life) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, CHANCE),
                Date.from(life.from()),
                Date.from(life.until()),
                subject,
                key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
