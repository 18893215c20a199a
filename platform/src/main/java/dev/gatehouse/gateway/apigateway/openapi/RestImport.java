package dev.gatehouse.gateway.apigateway.openapi;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.RequestValidator;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.gateway.apigateway.api.CustomResponses;
import dev.gatehouse.gateway.apigateway.api.PathTree;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.Members;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.resource.Ids;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What one document makes of an API beside the API's own settings, within a transaction: each part
 * is checked by the rules of the operation that would make it alone.
 */
final class RestImport {
    private final ImportContext context;
    private final PathTree tree;
    private final int mostResources;
    private final String rootId;
    private final Map<String, Resource> byPath = new HashMap<>();

    /**
     * @param api the API, whose root is there
     * @param mostResources how many an API may have
     */
    RestImport(ImportContext context, RestApi api, int mostResources) {
        this.context = context;
        this.mostResources = mostResources;
        this.tree = new PathTree(context.in(), context.apiId());
        this.rootId = Objects.requireNonNull(api.rootResourceId());
    }

    /** Deletes what a document describes of an API. */
    void clear() {
        Resource root = context.all(RestTypes.RESOURCE).get(rootId);
        for (Resource each : context.all(RestTypes.RESOURCE).all()) {
            if (rootId.equals(each.parentId())) {
                tree.remove(each);
            }
        }
        context.all(RestTypes.RESOURCE).put(root.toBuilder().resourceMethods(null).build());
        context.all(RestTypes.MODEL).deleteAll();
        context.all(RestTypes.AUTHORIZER).deleteAll();
        context.all(RestTypes.REQUEST_VALIDATOR).deleteAll();
        context.all(RestTypes.GATEWAY_RESPONSE).deleteAll();
    }

    /** Writes all that the document describes. */
    void write(String basePath) {
        ImportedModels models = new ImportedModels(context);
        models.write();
        ImportedSecurity security = new ImportedSecurity(context);
        security.write();
        writeGatewayResponses();
        ImportedMethods methods = new ImportedMethods(context, models, security, validators());
        for (Resource each : context.all(RestTypes.RESOURCE).all()) {
            byPath.put(Objects.requireNonNull(each.path()), each);
        }
        for (Map.Entry<String, JsonNode> path :
                context.document().root().path("paths").properties()) {
            if (!path.getKey().startsWith("x-")) {
                write(basePath, path.getKey(), path.getValue(), methods);
            }
        }
    }

    private void write(String basePath, String path, JsonNode said, ImportedMethods methods) {
        String whole = whole(basePath, path);
        boolean made =
                context.report()
                        .attempt(
                                "Unable to create resource at path '%s'".formatted(whole),
                                () -> resource(whole));
        if (made) {
            Resource resource = resource(whole);
            put(resource, methods.of(resource, context.document().resolved(said)));
        }
    }

    private static String whole(String basePath, String path) {
        String whole = basePath + (path.startsWith("/") ? path : '/' + path);
        return whole.length() > 1 && whole.endsWith("/")
                ? whole.substring(0, whole.length() - 1)
                : whole;
    }

    private void put(Resource resource, Map<String, Method> imported) {
        Map<String, Method> methods = new LinkedHashMap<>(MethodEntry.methods(resource));
        methods.putAll(imported);
        if (!methods.isEmpty()) {
            Resource changed = resource.toBuilder().resourceMethods(methods).build();
            byPath.put(
                    Objects.requireNonNull(changed.path()),
                    context.all(RestTypes.RESOURCE).put(changed));
        }
    }

    /** The resource at a path, which is made with those above it when there is none. */
    private Resource resource(String path) {
        Resource present = byPath.get(path);
        if (present != null) {
            return present;
        }
        int slash = path.lastIndexOf('/');
        Resource parent = resource(slash == 0 ? "/" : path.substring(0, slash));
        if (byPath.size() >= mostResources) {
            throw badRequest("Maximum number of Resources for this API has been reached");
        }
        Resource made =
                tree.add(
                        Resource.builder()
                                .id(Ids.part())
                                .parentId(parent.id())
                                .pathPart(path.substring(slash + 1))
                                .build());
        byPath.put(path, made);
        return made;
    }

    private void writeGatewayResponses() {
        context.document()
                .member(Extensions.GATEWAY_RESPONSES)
                .properties()
                .forEach(
                        entry ->
                                context.report()
                                        .attempt(
                                                "Unable to put gateway response '%s'"
                                                        .formatted(entry.getKey()),
                                                () -> write(entry.getKey(), entry.getValue())));
    }

    private void write(String type, JsonNode said) {
        GatewayResponseType known =
                Arrays.stream(GatewayResponseType.values())
                        .filter(each -> each.name().equals(type))
                        .findFirst()
                        .orElseThrow(() -> badRequest("Invalid gateway response type: " + type));
        GatewayResponse response =
                CustomResponses.complete(
                        GatewayResponse.builder()
                                .statusCode(Members.text(said, "statusCode"))
                                .responseParameters(
                                        Members.map(said, "responseParameters", _ -> {}))
                                .responseTemplates(Members.map(said, "responseTemplates", _ -> {}))
                                .build(),
                        known);
        CustomResponses.check(response);
        context.all(RestTypes.GATEWAY_RESPONSE).put(response);
    }

    /** Writes the request validators; the ids of all that the API has, by name. */
    private Map<String, String> validators() {
        Map<String, String> ids = new HashMap<>();
        for (RequestValidator each : context.all(RestTypes.REQUEST_VALIDATOR).all()) {
            ids.put(String.valueOf(each.name()), Objects.requireNonNull(each.id()));
        }
        context.document()
                .member(Extensions.REQUEST_VALIDATORS)
                .properties()
                .forEach(
                        entry -> {
                            JsonNode said = entry.getValue();
                            String id = ids.computeIfAbsent(entry.getKey(), _ -> Ids.part());
                            context.all(RestTypes.REQUEST_VALIDATOR)
                                    .put(
                                            RequestValidator.builder()
                                                    .id(id)
                                                    .name(entry.getKey())
                                                    .validateRequestBody(
                                                            said.path("validateRequestBody")
                                                                    .asBoolean())
                                                    .validateRequestParameters(
                                                            said.path("validateRequestParameters")
                                                                    .asBoolean())
                                                    .build());
                        });
        return ids;
    }
}
