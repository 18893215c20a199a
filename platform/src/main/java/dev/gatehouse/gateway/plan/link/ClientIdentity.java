package dev.gatehouse.gateway.plan.link;

/**
 * What a stage shows to backends that ask for a certificate.
 *
 * @param id the client certificate's
 * @param certificatePem the certificate
 * @param keyPem its private key
 */
public record ClientIdentity(String id, String certificatePem, String keyPem) {
    /** Without the key, which must not be logged. */
    @Override
    public String toString() {
        return "ClientIdentity[" + id + ']';
    }
}
