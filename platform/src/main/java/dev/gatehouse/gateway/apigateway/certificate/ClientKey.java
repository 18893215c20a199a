package dev.gatehouse.gateway.apigateway.certificate;

import dev.gatehouse.store.Kind;

/**
 * The private key of a client certificate, which are never shown.
 *
 * @param encrypted it, encrypted for its certificate's id
 */
record ClientKey(String encrypted) {
    static final Kind<ClientKey> KIND = new Kind<>("apigateway.clientkey", ClientKey.class);
}
