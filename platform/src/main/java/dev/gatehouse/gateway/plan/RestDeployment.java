package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.route.ResourceTree;
import dev.gatehouse.identity.policy.Policy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot a deployment took of a REST API.
 *
 * @param id the deployment's id
 * @param routes the resources that have methods, by path
 * @param binaryMediaTypes the API's binary media types
 * @param gatewayResponses the customised gateway responses, by type
 * @param policy the API's resource policy; null for none
 * @param compression which responses are compressed
 */
public record RestDeployment(
        String id,
        ResourceTree<RestResource> routes,
        BinaryMediaTypes binaryMediaTypes,
        Map<GatewayResponseType, GatewayResponse> gatewayResponses,
        @Nullable Policy policy,
        Compression compression) {

    public RestDeployment {
        gatewayResponses = Map.copyOf(gatewayResponses);
    }

    /**
     * The deployment of these resources; those without methods may be left out, they serve nothing.
     */
    public static RestDeployment of(
            String id,
            List<RestResource> resources,
            BinaryMediaTypes binaryMediaTypes,
            Map<GatewayResponseType, GatewayResponse> gatewayResponses,
            @Nullable Policy policy) {
        return of(id, resources, binaryMediaTypes, gatewayResponses, policy, Compression.OFF);
    }

    /** The same, with responses compressed. */
    public static RestDeployment of(
            String id,
            List<RestResource> resources,
            BinaryMediaTypes binaryMediaTypes,
            Map<GatewayResponseType, GatewayResponse> gatewayResponses,
            @Nullable Policy policy,
            Compression compression) {
        ResourceTree.Builder<RestResource> routes = ResourceTree.builder();
        for (RestResource resource : resources) {
            if (!resource.methods().isEmpty()) {
                routes.add(resource.path(), resource);
            }
        }
        return new RestDeployment(
                id, routes.build(), binaryMediaTypes, gatewayResponses, policy, compression);
    }
}
