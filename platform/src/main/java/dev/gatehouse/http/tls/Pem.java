package dev.gatehouse.http.tls;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** The text form of keys and certificates (RFC 7468). */
public final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    public static String of(X509Certificate certificate) throws CertificateEncodingException {
        return text("CERTIFICATE", certificate.getEncoded());
    }

    static String text(String label, byte[] bytes) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, LINES.encodeToString(bytes));
    }
}
