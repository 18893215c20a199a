package dev.gatehouse.http.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that say whose it is.
 *
 * @param chain the key's own certificate, then that of who signed it
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {

    Identity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal().getName();
    }
}
