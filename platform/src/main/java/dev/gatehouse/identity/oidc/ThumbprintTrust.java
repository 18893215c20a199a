package dev.gatehouse.identity.oidc;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the hosts that a public authority vouches for, and beside them those whose chain has a
 * certificate with a known thumbprint (IAM User Guide, "Obtain the thumbprint for an OpenID Connect
 * identity provider"). Everything else of the chain has to hold as well, and the host's name.
 */
public final class ThumbprintTrust extends X509ExtendedTrustManager {
    private final List<String> thumbprints;

    public ThumbprintTrust(List<String> thumbprints) {
        this.thumbprints = thumbprints.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            trusting(null).checkServerTrusted(chain, authType, engine);
        } catch (CertificateException unknown) {
            X509Certificate known = known(chain);
            if (known == null) {
                throw unknown;
            }
            trusting(known).checkServerTrusted(chain, authType, engine);
        }
    }

    /** The last of a chain that has a known thumbprint. */
    private @Nullable X509Certificate known(X509Certificate[] chain) throws CertificateException {
        X509Certificate known = null;
        for (X509Certificate each : chain) {
            known = thumbprints.contains(thumbprint(each)) ? each : known;
        }
        return known;
    }

    /** SHA-1 of a certificate, which is what IAM calls its thumbprint. */
    private static String thumbprint(X509Certificate certificate) throws CertificateException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    /**
     * The JDK's own manager.
     *
     * @param anchor what alone is trusted; null for the public authorities
     */
    private static X509ExtendedTrustManager trusting(@Nullable X509Certificate anchor)
            throws CertificateException {
        try {
            KeyStore anchors = null;
            if (anchor != null) {
                anchors = KeyStore.getInstance(KeyStore.getDefaultType());
                anchors.load(null, null);
                anchors.setCertificateEntry("anchor", anchor);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new CertificateException("the JDK has no trust manager");
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw onlyEngines();
    }

    /** Without its engine nobody could check the host's name. */
    private static CertificateException onlyEngines() {
        return new CertificateException("only for engines of clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
