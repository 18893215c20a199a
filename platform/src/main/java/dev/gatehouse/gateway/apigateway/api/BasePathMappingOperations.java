package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;
import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.BasePathMapping;
import dev.gatehouse.aws.apigateway.BasePathMappings;
import dev.gatehouse.aws.apigateway.CreateBasePathMappingRequest;
import dev.gatehouse.aws.apigateway.DeleteBasePathMappingRequest;
import dev.gatehouse.aws.apigateway.GetBasePathMappingRequest;
import dev.gatehouse.aws.apigateway.GetBasePathMappingsRequest;
import dev.gatehouse.aws.apigateway.UpdateBasePathMappingRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateApiMappingResponse;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.domain.DomainPublisher;
import dev.gatehouse.gateway.domain.DomainTypes;
import dev.gatehouse.gateway.domain.Mappings;
import dev.gatehouse.gateway.plan.host.DomainPlan;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Dialect;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The operations on base path mappings: the API mappings of one segment, as this service sees them.
 */
public final class BasePathMappingOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/basePath", "/restapiId", "/stage")
                    .build();

    private BasePathMappingOperations() {}

    public static void addTo(Resources service, DomainPublisher domains, Dialect dialect) {
        service.on(ApiGateway.GET_BASE_PATH_MAPPING, BasePathMappingOperations::get)
                .on(ApiGateway.GET_BASE_PATH_MAPPINGS, (in, request) -> list(in, request, dialect))
                .on(
                        ApiGateway.CREATE_BASE_PATH_MAPPING,
                        domains::write,
                        CreateBasePathMappingRequest::domainName,
                        BasePathMappingOperations::create)
                .on(
                        ApiGateway.UPDATE_BASE_PATH_MAPPING,
                        domains::write,
                        UpdateBasePathMappingRequest::domainName,
                        BasePathMappingOperations::update)
                .on(
                        ApiGateway.DELETE_BASE_PATH_MAPPING,
                        domains::write,
                        DeleteBasePathMappingRequest::domainName,
                        BasePathMappingOperations::delete);
    }

    private static Change<BasePathMapping> create(
            Repositories in, CreateBasePathMappingRequest request) {
        reject("domainNameId", request.domainNameId());
        String domain = request.domainName();
        in.of(DomainTypes.DOMAIN).get(domain);
        UpdateApiMappingResponse wanted =
                UpdateApiMappingResponse.builder()
                        .apiMappingId(Ids.part())
                        .apiMappingKey(Mappings.key(request.basePath()))
                        .apiId(request.restApiId())
                        .stage(request.stage())
                        .build();
        return put(in, domain, wanted);
    }

    private static Change<BasePathMapping> put(
            Repositories in, String domain, UpdateApiMappingResponse mapping) {
        String key = Objects.requireNonNullElse(mapping.apiMappingKey(), "");
        if (key.indexOf('/') >= 0) {
            throw badRequest(
                    "API Gateway V1 doesn't support the slash character (/) in base path mappings."
                            + " To create a multi-level base path mapping, use API Gateway V2.");
        }
        new Mappings(in, domain)
                .check(
                        key,
                        mapping.apiMappingId(),
                        conflict("Base path already exists for this domain name"));
        String apiId = Objects.requireNonNull(mapping.apiId());
        if (in.of(RestTypes.API).find(apiId).isEmpty()) {
            throw badRequest("Invalid REST API identifier specified");
        }
        String stage = mapping.stage();
        if (stage != null && in.of(RestTypes.STAGE, apiId).find(stage).isEmpty()) {
            throw badRequest("Invalid stage identifier specified");
        }
        in.of(DomainTypes.MAPPING, domain).put(mapping);
        return new Change<>(domain, null, shown(mapping));
    }

    private static BasePathMapping shown(UpdateApiMappingResponse mapping) {
        String key = Objects.requireNonNullElse(mapping.apiMappingKey(), "");
        return BasePathMapping.builder()
                .basePath(key.isEmpty() ? DomainPlan.NONE : key)
                .restApiId(mapping.apiId())
                .stage(mapping.stage())
                .build();
    }

    private static UpdateApiMappingResponse find(Repositories in, String domain, String basePath) {
        in.of(DomainTypes.DOMAIN).get(domain);
        return new Mappings(in, domain)
                .find(basePath)
                .orElseThrow(() -> notFound("Invalid base path mapping identifier specified"));
    }

    private static BasePathMapping get(Repositories in, GetBasePathMappingRequest request) {
        reject("domainNameId", request.domainNameId());
        return shown(find(in, request.domainName(), request.basePath()));
    }

    private static BasePathMappings list(
            Repositories in, GetBasePathMappingsRequest request, Dialect dialect) {
        reject("domainNameId", request.domainNameId());
        in.of(DomainTypes.DOMAIN).get(request.domainName());
        Page<UpdateApiMappingResponse> page =
                in.of(DomainTypes.MAPPING, request.domainName())
                        .page(dialect.position(request), dialect.limit(request));
        return BasePathMappings.builder()
                .items(page.items().stream().map(BasePathMappingOperations::shown).toList())
                .position(page.next())
                .build();
    }

    private static Change<BasePathMapping> update(
            Repositories in, UpdateBasePathMappingRequest request) {
        reject("domainNameId", request.domainNameId());
        UpdateApiMappingResponse present = find(in, request.domainName(), request.basePath());
        Map<String, Object> changed =
                PATCH.apply(tree(present), Patches.changes(request.patchOperations()));
        UpdateApiMappingResponse mapping =
                present.toBuilder()
                        .apiMappingKey(Mappings.key((String) changed.get("basePath")))
                        .apiId((String) changed.get("restapiId"))
                        .stage((String) changed.get("stage"))
                        .build();
        return put(in, request.domainName(), mapping);
    }

    /** A mapping by the names that the paths of a PATCH have. */
    private static Map<String, Object> tree(UpdateApiMappingResponse mapping) {
        Map<String, Object> tree = new HashMap<>();
        tree.put("basePath", Objects.requireNonNullElse(mapping.apiMappingKey(), ""));
        tree.put("restapiId", Objects.requireNonNull(mapping.apiId()));
        if (mapping.stage() != null) {
            tree.put("stage", mapping.stage());
        }
        return tree;
    }

    private static Change<BasePathMapping> delete(
            Repositories in, DeleteBasePathMappingRequest request) {
        reject("domainNameId", request.domainNameId());
        UpdateApiMappingResponse present = find(in, request.domainName(), request.basePath());
        in.of(DomainTypes.MAPPING, request.domainName())
                .delete(Objects.requireNonNull(present.apiMappingId()));
        return new Change<>(request.domainName(), shown(present), null);
    }
}
