package dev.gatehouse.gateway.link;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigateway.ClientCertificate;
import dev.gatehouse.aws.apigateway.VpcLink;
import dev.gatehouse.gateway.plan.link.VpcLinks;
import dev.gatehouse.gateway.resource.Naming;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Transactions;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** How VPC links are kept and named. REST APIs can go through those of both services. */
public final class LinkTypes {
    /** Client certificates without their private keys, which are never shown. */
    public static final ResourceType<ClientCertificate> CLIENT_CERTIFICATE =
            ResourceType.of(
                            "apigateway.clientcertificate",
                            ClientCertificate.builder().build(),
                            ClientCertificate::new,
                            Naming.by(
                                            "clientCertificateId",
                                            "Invalid Client Certificate identifier specified")
                                    .collection("clientcertificates"))
                    .announced();

    /** Of the first service: they lead to a network load balancer. */
    public static final ResourceType<VpcLink> LINK =
            ResourceType.of(
                            "apigateway.vpclink",
                            VpcLink.builder().build(),
                            VpcLink::new,
                            Naming.by("id", "vpcLinkId", "Invalid Vpc Link identifier specified")
                                    .collection("vpclinks"))
                    .announced();

    /** Of the second service: integrations name what they lead to. */
    public static final ResourceType<dev.gatehouse.aws.apigatewayv2.VpcLink> LINK_V2 =
            ResourceType.of(
                            "apigatewayv2.vpclink",
                            dev.gatehouse.aws.apigatewayv2.VpcLink.builder().build(),
                            dev.gatehouse.aws.apigatewayv2.VpcLink::new,
                            Naming.by("VpcLinkId", "Invalid VpcLink identifier specified %s")
                                    .collection("vpclinks"))
                    .announced();

    private LinkTypes() {}

    /** Puts those of the first service in force. */
    public static TablePublisher<VpcLink> publisher(Transactions transactions, VpcLinks links) {
        return publisher(
                transactions,
                links,
                LINK,
                link -> Objects.requireNonNull(link.id()),
                link -> Objects.requireNonNullElse(link.targetArns(), List.of()));
    }

    /** Puts those of the second service in force. */
    public static TablePublisher<dev.gatehouse.aws.apigatewayv2.VpcLink> publisherV2(
            Transactions transactions, VpcLinks links) {
        return publisher(
                transactions,
                links,
                LINK_V2,
                link -> Objects.requireNonNull(link.vpcLinkId()),
                _ -> List.of());
    }

    private static <T extends View> TablePublisher<T> publisher(
            Transactions transactions,
            VpcLinks links,
            ResourceType<T> type,
            Function<T, String> id,
            Function<T, List<String>> targets) {
        return new TablePublisher<>(
                transactions,
                type,
                (scope, link) ->
                        links.publish(
                                new dev.gatehouse.gateway.plan.link.VpcLink(
                                        scope.account(),
                                        scope.region(),
                                        id.apply(link),
                                        targets.apply(link))),
                links::remove);
    }
}
