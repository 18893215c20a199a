package dev.gatehouse.gateway.apigateway.api;

import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a new API takes over from the one that {@code cloneFrom} names: its settings where the
 * request has none, and all that it is made of, under ids of its own. Deployments, stages and
 * versions of the documentation stay where they are.
 */
final class ClonedApi {
    private static final String MODELS = "/restapis/%s/models/";

    private final Repositories in;
    private final String source;
    private final String target;

    /** The ids here by those there. */
    private final Map<String, String> ids = new HashMap<>();

    private ClonedApi(Repositories in, String source, String target) {
        this.in = in;
        this.source = source;
        this.target = target;
    }

    /** The API that was asked for, with the settings of the other where it has none. */
    static RestApi settings(RestApi asked, RestApi source) {
        return asked.toBuilder()
                .version(or(asked.version(), source.version()))
                .binaryMediaTypes(or(asked.binaryMediaTypes(), source.binaryMediaTypes()))
                .minimumCompressionSize(
                        or(asked.minimumCompressionSize(), source.minimumCompressionSize()))
                .apiKeySource(or(asked.apiKeySource(), source.apiKeySource()))
                .endpointConfiguration(
                        or(asked.endpointConfiguration(), source.endpointConfiguration()))
                .build();
    }

    private static <T> @Nullable T or(@Nullable T asked, @Nullable T otherwise) {
        return asked == null ? otherwise : asked;
    }

    /** Fills an API that has a root and nothing else. */
    static void fill(Repositories in, RestApi made, String source) {
        ClonedApi clone = new ClonedApi(in, source, Objects.requireNonNull(made.id()));
        clone.copyParts();
        clone.copyResources(Objects.requireNonNull(made.rootResourceId()));
    }

    private void copyParts() {
        in.of(RestTypes.MODEL, source)
                .all()
                .forEach(
                        model ->
                                in.of(RestTypes.MODEL, target)
                                        .put(
                                                model.toBuilder()
                                                        .id(Ids.part())
                                                        .schema(moved(model.schema()))
                                                        .build()));
        in.of(RestTypes.REQUEST_VALIDATOR, source)
                .all()
                .forEach(
                        each ->
                                in.of(RestTypes.REQUEST_VALIDATOR, target)
                                        .put(each.toBuilder().id(another(each.id())).build()));
        in.of(RestTypes.AUTHORIZER, source)
                .all()
                .forEach(
                        each ->
                                in.of(RestTypes.AUTHORIZER, target)
                                        .put(each.toBuilder().id(another(each.id())).build()));
        in.of(RestTypes.GATEWAY_RESPONSE, source)
                .all()
                .forEach(in.of(RestTypes.GATEWAY_RESPONSE, target)::put);
        in.of(RestTypes.DOCUMENTATION_PART, source)
                .all()
                .forEach(
                        each ->
                                in.of(RestTypes.DOCUMENTATION_PART, target)
                                        .put(each.toBuilder().id(another(each.id())).build()));
    }

    private String another(@Nullable String id) {
        return ids.computeIfAbsent(String.valueOf(id), _ -> Ids.part());
    }

    /** A schema's references lead to the models of its own API. */
    private @Nullable String moved(@Nullable String schema) {
        return schema == null
                ? null
                : schema.replace(MODELS.formatted(source), MODELS.formatted(target));
    }

    private void copyResources(String rootId) {
        PathTree tree = new PathTree(in, target);
        in.of(RestTypes.RESOURCE, source).all().stream()
                .sorted(Comparator.comparingInt(ClonedApi::depth))
                .forEach(resource -> copy(resource, rootId, tree));
    }

    private static int depth(Resource resource) {
        String path = Objects.requireNonNull(resource.path());
        return path.equals("/") ? 0 : path.split("/", -1).length;
    }

    private void copy(Resource resource, String rootId, PathTree tree) {
        boolean root = resource.parentId() == null;
        String id = root ? rootId : Ids.part();
        ids.put(Objects.requireNonNull(resource.id()), id);
        Resource.Builder copy = resource.toBuilder().id(id);
        if (resource.resourceMethods() != null) {
            Map<String, Method> methods = new LinkedHashMap<>();
            resource.resourceMethods()
                    .forEach((verb, method) -> methods.put(verb, copied(method, resource, id)));
            copy.resourceMethods(methods);
        }
        if (root) {
            in.of(RestTypes.RESOURCE, target).put(copy.build());
        } else {
            tree.add(copy.parentId(ids.get(resource.parentId())).build());
        }
    }

    private Method copied(Method method, Resource of, String resourceId) {
        Integration integration = method.methodIntegration();
        return method.toBuilder()
                .authorizerId(ids.getOrDefault(method.authorizerId(), method.authorizerId()))
                .requestValidatorId(
                        ids.getOrDefault(method.requestValidatorId(), method.requestValidatorId()))
                .methodIntegration(
                        integration != null && Objects.equals(integration.cacheNamespace(), of.id())
                                ? integration.toBuilder().cacheNamespace(resourceId).build()
                                : integration)
                .build();
    }
}
