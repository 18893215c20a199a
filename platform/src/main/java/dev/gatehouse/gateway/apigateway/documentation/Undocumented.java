package dev.gatehouse.gateway.apigateway.documentation;

import dev.gatehouse.aws.apigateway.DocumentationPart;
import dev.gatehouse.aws.apigateway.DocumentationPartLocation;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.method.MethodResponseOperations;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What an API has that no documentation part is of: the locations, without ids and properties. */
final class Undocumented {
    private final DocumentationParts documented;
    private final List<DocumentationPart> found = new ArrayList<>();

    private Undocumented(Repositories in, String apiId) {
        this.documented = new DocumentationParts(in, apiId);
    }

    /** All of them: of the API, its models and authorizers, then by path. */
    static List<DocumentationPart> of(Repositories in, String apiId) {
        Undocumented all = new Undocumented(in, apiId);
        all.add(PartLocations.at("API", null, null, null, null));
        in.of(RestTypes.MODEL, apiId)
                .all()
                .forEach(
                        model ->
                                all.add(PartLocations.at("MODEL", null, null, null, model.name())));
        in.of(RestTypes.AUTHORIZER, apiId)
                .all()
                .forEach(
                        each ->
                                all.add(
                                        PartLocations.at(
                                                "AUTHORIZER", null, null, null, each.name())));
        in.of(RestTypes.RESOURCE, apiId).all().stream()
                .sorted(Comparator.comparing(Undocumented::path))
                .forEach(all::addResource);
        return all.found;
    }

    private void add(DocumentationPartLocation location) {
        if (documented.find(location).isEmpty()) {
            found.add(DocumentationPart.builder().location(location).build());
        }
    }

    private static String path(Resource resource) {
        return Objects.requireNonNull(resource.path());
    }

    private void addResource(Resource resource) {
        String path = path(resource);
        add(PartLocations.at("RESOURCE", path, null, null, null));
        MethodEntry.methods(resource).forEach((verb, method) -> addMethod(path, verb, method));
    }

    private void addMethod(String path, String verb, Method method) {
        add(PartLocations.at("METHOD", path, verb, null, null));
        for (String parameter :
                Objects.requireNonNullElse(method.requestParameters(), Map.<String, Boolean>of())
                        .keySet()) {
            String[] parts = parameter.split("\\.", 4);
            if (parts.length == 4) {
                add(PartLocations.at(type(parts[2]), path, verb, null, parts[3]));
            }
        }
        if (!Objects.requireNonNullElse(method.requestModels(), Map.of()).isEmpty()) {
            add(PartLocations.at("REQUEST_BODY", path, verb, null, null));
        }
        MethodResponseOperations.responses(method)
                .forEach((status, response) -> addResponse(path, verb, status, response));
    }

    private static String type(String place) {
        return switch (place.toLowerCase(Locale.ROOT)) {
            case "path" -> "PATH_PARAMETER";
            case "header" -> "REQUEST_HEADER";
            default -> "QUERY_PARAMETER";
        };
    }

    private void addResponse(String path, String verb, String status, MethodResponse response) {
        add(PartLocations.at("RESPONSE", path, verb, status, null));
        for (String parameter :
                Objects.requireNonNullElse(response.responseParameters(), Map.<String, Boolean>of())
                        .keySet()) {
            String name = parameter.substring(parameter.lastIndexOf("header.") + 7);
            add(PartLocations.at("RESPONSE_HEADER", path, verb, status, name));
        }
        if (!Objects.requireNonNullElse(response.responseModels(), Map.of()).isEmpty()) {
            add(PartLocations.at("RESPONSE_BODY", path, verb, status, null));
        }
    }
}
