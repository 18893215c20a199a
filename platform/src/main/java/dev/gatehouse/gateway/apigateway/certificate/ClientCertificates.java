package dev.gatehouse.gateway.apigateway.certificate;

import dev.gatehouse.aws.apigateway.ClientCertificate;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.link.TablePublisher;
import dev.gatehouse.gateway.plan.link.ClientIdentities;
import dev.gatehouse.gateway.plan.link.ClientIdentity;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.http.tls.SelfSigned;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.store.Scope;
import java.util.Objects;
import java.util.Optional;

/** The client certificates that are kept, with their private keys. */
public final class ClientCertificates {
    private final Transactions transactions;
    private final Secrets secrets;
    private final ClientIdentities identities;

    /**
     * @param secrets encrypts private keys
     * @param identities those in force
     */
    public ClientCertificates(
            Transactions transactions, Secrets secrets, ClientIdentities identities) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.identities = identities;
    }

    /** Puts them in force. */
    public TablePublisher<ClientCertificate> publisher() {
        return new TablePublisher<>(
                transactions, LinkTypes.CLIENT_CERTIFICATE, this::publish, identities::remove);
    }

    /** Decrypting may have to ask a key management service: not within a transaction. */
    private void publish(Scope scope, ClientCertificate certificate) {
        String id = Objects.requireNonNull(certificate.clientCertificateId());
        Optional<ClientKey> key =
                transactions.in(scope, in -> in.documents(ClientKey.KIND, "").find(id));
        key.ifPresent(
                kept ->
                        identities.publish(
                                new ClientIdentity(
                                        id,
                                        Objects.requireNonNull(certificate.pemEncodedCertificate()),
                                        secrets.decrypt(kept.encrypted(), id))));
    }

    ClientKey encrypted(SelfSigned made, String id) {
        return new ClientKey(secrets.encrypt(made.keyPem(), id));
    }

    static void keep(Repositories in, String id, ClientKey key) {
        in.documents(ClientKey.KIND, "").put(id, key);
    }

    static void forget(Repositories in, String id) {
        in.documents(ClientKey.KIND, "").delete(id);
    }
}
