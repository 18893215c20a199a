package dev.gatehouse.gateway.apigateway.certificate;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ClientCertificate;
import dev.gatehouse.aws.apigateway.DeleteClientCertificateRequest;
import dev.gatehouse.aws.apigateway.GenerateClientCertificateRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.link.TablePublisher;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.TagRules;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.http.tls.SelfSigned;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The operations on client certificates, by which backends know that it is API Gateway. */
public final class ClientCertificateOperations {
    /** AWS's quota. */
    private static final int MOST = 60;

    private static final Duration LIFE = Duration.ofDays(365);
    private static final String SUBJECT = "C=US,ST=Washington,L=Seattle,O=Amazon.com,CN=ApiGateway";

    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.TEXT, "/description")
                    .build();

    private final Transactions transactions;
    private final ClientCertificates certificates;
    private final TablePublisher<ClientCertificate> publisher;

    private ClientCertificateOperations(
            Transactions transactions,
            ClientCertificates certificates,
            TablePublisher<ClientCertificate> publisher) {
        this.transactions = transactions;
        this.certificates = certificates;
        this.publisher = publisher;
    }

    public static void addTo(
            Resources service,
            Transactions transactions,
            ClientCertificates certificates,
            TablePublisher<ClientCertificate> publisher) {
        ClientCertificateOperations operations =
                new ClientCertificateOperations(transactions, certificates, publisher);
        service.reading(
                ApiGateway.GENERATE_CLIENT_CERTIFICATE,
                ClientCertificateOperations::begun,
                operations::generate);
        service.of(LinkTypes.CLIENT_CERTIFICATE)
                .get(ApiGateway.GET_CLIENT_CERTIFICATE)
                .list(ApiGateway.GET_CLIENT_CERTIFICATES)
                .update(
                        ApiGateway.UPDATE_CLIENT_CERTIFICATE,
                        (_, certificate, request) ->
                                Patches.apply(
                                        PATCH,
                                        LinkTypes.CLIENT_CERTIFICATE,
                                        certificate,
                                        request.patchOperations()))
                .writing(publisher::write)
                .delete(ApiGateway.DELETE_CLIENT_CERTIFICATE, ClientCertificateOperations::delete);
    }

    private static ClientCertificate begun(
            Repositories in, GenerateClientCertificateRequest request) {
        TagRules.check(request.tags());
        in.of(LinkTypes.CLIENT_CERTIFICATE)
                .requireRoom(MOST, "Maximum number of Client Certificates has been reached");
        return LinkTypes.CLIENT_CERTIFICATE.from(request).toBuilder()
                .clientCertificateId(Ids.part())
                .createdDate(in.now())
                .expirationDate(in.now().plus(LIFE))
                .build();
    }

    /** Keys take their time, which no transaction should. */
    private ClientCertificate generate(RequestContext context, ClientCertificate begun) {
        String id = Objects.requireNonNull(begun.clientCertificateId());
        SelfSigned made =
                SelfSigned.make(
                        SUBJECT,
                        Objects.requireNonNull(begun.createdDate()),
                        Objects.requireNonNull(begun.expirationDate()));
        ClientKey key = certificates.encrypted(made, id);
        ClientCertificate complete =
                begun.toBuilder().pemEncodedCertificate(made.certificatePem()).build();
        transactions.in(
                context,
                in -> {
                    ClientCertificates.keep(in, id, key);
                    return in.of(LinkTypes.CLIENT_CERTIFICATE).put(complete);
                });
        publisher.publish(new Scope(context.account(), context.region()), id);
        return complete;
    }

    private static void delete(
            Repositories in,
            ClientCertificate certificate,
            DeleteClientCertificateRequest request) {
        String id = request.clientCertificateId();
        List<String> users = users(in, id);
        if (!users.isEmpty()) {
            throw badRequest(
                    "Client certificate '%s' is in use by stages: %s".formatted(id, users));
        }
        ClientCertificates.forget(in, id);
    }

    private static List<String> users(Repositories in, String id) {
        List<String> users = new ArrayList<>();
        for (RestApi api : in.of(RestTypes.API).all()) {
            String apiId = Objects.requireNonNull(api.id());
            for (Stage stage : in.of(RestTypes.STAGE, apiId).all()) {
                if (id.equals(stage.clientCertificateId())) {
                    users.add(apiId + '/' + stage.stageName());
                }
            }
        }
        return users;
    }
}
