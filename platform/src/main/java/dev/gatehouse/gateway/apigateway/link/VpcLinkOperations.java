package dev.gatehouse.gateway.apigateway.link;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateVpcLinkRequest;
import dev.gatehouse.aws.apigateway.DeleteVpcLinkRequest;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.UpdateVpcLinkRequest;
import dev.gatehouse.aws.apigateway.VpcLink;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.link.TablePublisher;
import dev.gatehouse.gateway.link.UntoldTargets;
import dev.gatehouse.gateway.plan.link.VpcLinks;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The operations on VPC links that lead to a network load balancer. There is nothing to be set up,
 * so one is available as soon as it is asked for again.
 */
public final class VpcLinkOperations {
    /** AWS's quota. */
    private static final int MOST = 20;

    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.EXACT_TEXT, "/name", "/description")
                    .build();

    private VpcLinkOperations() {}

    /**
     * @param links those in force
     */
    public static void addTo(Resources service, TablePublisher<VpcLink> publisher, VpcLinks links) {
        service.of(LinkTypes.LINK)
                .get(ApiGateway.GET_VPC_LINK)
                .list(ApiGateway.GET_VPC_LINKS)
                .writing(publisher::write)
                .update(ApiGateway.UPDATE_VPC_LINK, VpcLinkOperations::update)
                .delete(ApiGateway.DELETE_VPC_LINK, VpcLinkOperations::rejectIfUsed)
                .shown(link -> link.toBuilder().status("PENDING").statusMessage(null).build())
                .create(ApiGateway.CREATE_VPC_LINK, (in, request) -> create(in, request, links));
    }

    private static VpcLink create(Repositories in, CreateVpcLinkRequest request, VpcLinks links) {
        if (request.name().isBlank()) {
            throw badRequest("VPC link name must be specified");
        }
        List<String> targets = request.targetArns();
        if (targets.size() != 1) {
            throw badRequest("A VPC link must have exactly one target ARN");
        }
        String target = targets.getFirst();
        if (!target.matches("arn:[^:]+:elasticloadbalancing:[^:]+:\\d{12}:loadbalancer/net/.+")) {
            throw badRequest("Invalid target ARN specified: not a network load balancer's");
        }
        TagRules.check(request.tags());
        in.of(LinkTypes.LINK).requireRoom(MOST, "Maximum number of VPC links has been reached");
        UntoldTargets.tell(links, target);
        return LinkTypes.LINK.from(request).toBuilder()
                .id(Ids.part())
                .status("AVAILABLE")
                .statusMessage("Your vpc link is ready for use")
                .build();
    }

    private static VpcLink update(Repositories in, VpcLink link, UpdateVpcLinkRequest request) {
        return Patches.apply(PATCH, LinkTypes.LINK, link, request.patchOperations());
    }

    private static void rejectIfUsed(Repositories in, VpcLink link, DeleteVpcLinkRequest request) {
        List<String> users = users(in, request.vpcLinkId());
        if (!users.isEmpty()) {
            throw badRequest(
                    "Cannot delete vpc link. Vpc link '%s', is referenced in %s in format of [Method:Resource:Api]."
                            .formatted(request.vpcLinkId(), users));
        }
    }

    private static List<String> users(Repositories in, String id) {
        List<String> users = new ArrayList<>();
        for (RestApi api : in.of(RestTypes.API).all()) {
            String apiId = Objects.requireNonNull(api.id());
            for (Resource resource : in.of(RestTypes.RESOURCE, apiId).all()) {
                for (Map.Entry<String, Method> method : MethodEntry.methods(resource).entrySet()) {
                    Integration integration = method.getValue().methodIntegration();
                    if (integration != null && id.equals(integration.connectionId())) {
                        users.add(method.getKey() + ':' + resource.id() + ':' + apiId);
                    }
                }
            }
        }
        return users;
    }
}
