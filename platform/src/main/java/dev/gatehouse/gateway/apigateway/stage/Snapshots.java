package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigateway.EndpointConfiguration;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodSnapshot;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Takes and reads the snapshots that deployments pin. */
public final class Snapshots {
    private Snapshots() {}

    /** The API as it is now, or AWS's rejection of one that cannot be deployed. */
    static RestSnapshot take(Repositories in, String apiId) {
        List<Resource> resources = in.of(RestTypes.RESOURCE, apiId).all();
        List<Method> methods =
                resources.stream()
                        .flatMap(each -> MethodEntry.methods(each).values().stream())
                        .toList();
        if (methods.isEmpty()) {
            throw badRequest("The REST API doesn't contain any methods");
        }
        if (methods.stream().anyMatch(method -> method.methodIntegration() == null)) {
            throw badRequest("No integration defined for method");
        }
        requirePolicy(in.of(RestTypes.API).get(apiId));
        return draft(in, apiId, resources);
    }

    private static void requirePolicy(RestApi api) {
        EndpointConfiguration endpoint = Objects.requireNonNull(api.endpointConfiguration());
        if (api.policy() == null && List.of("PRIVATE").equals(endpoint.types())) {
            throw badRequest("Private REST API doesn't have a resource policy attached to it");
        }
    }

    /** The API as it is now, with these of its resources. */
    public static RestSnapshot draft(Repositories in, String apiId, List<Resource> resources) {
        return new RestSnapshot(
                RestTypes.API.document(in.of(RestTypes.API).get(apiId)),
                resources.stream().map(RestTypes.RESOURCE::document).toList(),
                documents(in, RestTypes.GATEWAY_RESPONSE, apiId),
                documents(in, RestTypes.AUTHORIZER, apiId),
                documents(in, RestTypes.MODEL, apiId),
                documents(in, RestTypes.REQUEST_VALIDATOR, apiId));
    }

    private static <T extends View> List<Document> documents(
            Repositories in, ResourceType<T> type, String apiId) {
        return in.of(type, apiId).all().stream().map(type::document).toList();
    }

    /** How each method of a deployment is protected, by path and HTTP method. */
    static Map<String, Map<String, MethodSnapshot>> summary(
            Repositories in, String apiId, String deploymentId) {
        Map<String, Map<String, MethodSnapshot>> summary = new LinkedHashMap<>();
        RestSnapshot snapshot =
                in.documents(RestSnapshot.KIND, apiId).find(deploymentId).orElseThrow();
        snapshot.resources().stream()
                .map(RestTypes.RESOURCE::read)
                .filter(resource -> !MethodEntry.methods(resource).isEmpty())
                .forEach(resource -> summary.put(resource.path(), summary(resource)));
        return summary;
    }

    private static Map<String, MethodSnapshot> summary(Resource resource) {
        Map<String, MethodSnapshot> summary = new LinkedHashMap<>();
        MethodEntry.methods(resource)
                .forEach(
                        (verb, method) ->
                                summary.put(
                                        verb,
                                        MethodSnapshot.builder()
                                                .authorizationType(method.authorizationType())
                                                .apiKeyRequired(method.apiKeyRequired())
                                                .build()));
        return summary;
    }
}
