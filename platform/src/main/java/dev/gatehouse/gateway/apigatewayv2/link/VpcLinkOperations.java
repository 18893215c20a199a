package dev.gatehouse.gateway.apigatewayv2.link;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateVpcLinkRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateVpcLinkRequest;
import dev.gatehouse.aws.apigatewayv2.VpcLink;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.link.TablePublisher;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.List;
import java.util.Objects;

/**
 * The operations on VPC links of HTTP and REST APIs. Their subnets and security groups are kept and
 * shown; there is no network to set up, so a link is available as soon as it is asked for again.
 */
public final class VpcLinkOperations {
    /** AWS's quota. */
    private static final int MOST = 10;

    private VpcLinkOperations() {}

    public static void addTo(Resources service, TablePublisher<VpcLink> publisher) {
        service.of(LinkTypes.LINK_V2)
                .get(ApiGatewayV2.GET_VPC_LINK)
                .list(ApiGatewayV2.GET_VPC_LINKS)
                .writing(publisher::write)
                .update(ApiGatewayV2.UPDATE_VPC_LINK, (_, link, request) -> update(link, request))
                .delete(ApiGatewayV2.DELETE_VPC_LINK)
                .shown(
                        link ->
                                link.toBuilder()
                                        .vpcLinkStatus("PENDING")
                                        .vpcLinkStatusMessage(null)
                                        .build())
                .create(ApiGatewayV2.CREATE_VPC_LINK, VpcLinkOperations::create);
    }

    private static VpcLink update(VpcLink link, UpdateVpcLinkRequest request) {
        if (request.name() != null) {
            requireName(request.name());
        }
        return Updates.merge(LinkTypes.LINK_V2, link, request);
    }

    private static void requireName(String name) {
        if (name.isBlank()) {
            throw badRequest("VPC link name must be specified");
        }
    }

    private static VpcLink create(Repositories in, CreateVpcLinkRequest request) {
        requireName(request.name());
        if (request.subnetIds().isEmpty()) {
            throw badRequest("At least one subnet must be specified");
        }
        TagRules.check(request.tags());
        in.of(LinkTypes.LINK_V2).requireRoom(MOST, "Maximum number of VPC links has been reached");
        return LinkTypes.LINK_V2.from(request).toBuilder()
                .vpcLinkId(Ids.part())
                .createdDate(in.now())
                .securityGroupIds(Objects.requireNonNullElse(request.securityGroupIds(), List.of()))
                .vpcLinkStatus("AVAILABLE")
                .vpcLinkStatusMessage("VPC link is ready to route traffic")
                .vpcLinkVersion("V2")
                .build();
    }
}
