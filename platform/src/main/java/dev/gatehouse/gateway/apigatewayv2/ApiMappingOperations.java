package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;
import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateApiMappingRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateApiMappingRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateApiMappingResponse;
import dev.gatehouse.gateway.domain.DomainPublisher;
import dev.gatehouse.gateway.domain.DomainTypes;
import dev.gatehouse.gateway.domain.Mappings;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.WebSocketPlan;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on API mappings: base paths of one or several segments. */
final class ApiMappingOperations {
    private final PlanTable plans;

    private ApiMappingOperations(PlanTable plans) {
        this.plans = plans;
    }

    static void addTo(Resources service, DomainPublisher domains, PlanTable plans) {
        ApiMappingOperations mappings = new ApiMappingOperations(plans);
        service.of(DomainTypes.MAPPING)
                .get(ApiGatewayV2.GET_API_MAPPING)
                .list(ApiGatewayV2.GET_API_MAPPINGS)
                .writing(domains::write)
                .create(ApiGatewayV2.CREATE_API_MAPPING, mappings::create)
                .update(ApiGatewayV2.UPDATE_API_MAPPING, mappings::update)
                .delete(ApiGatewayV2.DELETE_API_MAPPING);
    }

    private UpdateApiMappingResponse create(Repositories in, CreateApiMappingRequest request) {
        return checked(
                in,
                request.domainName(),
                null,
                UpdateApiMappingResponse.builder()
                        .apiMappingId(Ids.part())
                        .apiMappingKey(Mappings.key(request.apiMappingKey()))
                        .apiId(request.apiId())
                        .stage(request.stage())
                        .build());
    }

    private UpdateApiMappingResponse update(
            Repositories in, UpdateApiMappingResponse mapping, UpdateApiMappingRequest request) {
        String key = request.apiMappingKey();
        return checked(
                in,
                request.domainName(),
                mapping.apiMappingId(),
                mapping.toBuilder()
                        .apiMappingKey(key == null ? mapping.apiMappingKey() : Mappings.key(key))
                        .apiId(request.apiId())
                        .stage(Objects.requireNonNullElse(request.stage(), mapping.stage()))
                        .build());
    }

    /**
     * An API of either service may be mapped, and what is served of it is in the table of plans.
     */
    private UpdateApiMappingResponse checked(
            Repositories in,
            String domain,
            @Nullable String own,
            UpdateApiMappingResponse mapping) {
        new Mappings(in, domain)
                .check(
                        Objects.requireNonNullElse(mapping.apiMappingKey(), ""),
                        own,
                        conflict("ApiMapping key already exists for this domain name"));
        String apiId = Objects.requireNonNull(mapping.apiId());
        ApiPlan plan = plans.find(apiId);
        if (plan == null || !plan.address().account().equals(in.account())) {
            throw notFound("Invalid API identifier specified %s:%s".formatted(in.account(), apiId));
        }
        if (!stages(plan).containsKey(String.valueOf(mapping.stage()))) {
            throw badRequest("Invalid stage identifier specified");
        }
        return mapping;
    }

    private static Map<String, ?> stages(ApiPlan plan) {
        return switch (plan) {
            case RestPlan rest -> rest.stages();
            case HttpPlan http -> http.stages();
            case WebSocketPlan sockets -> sockets.stages();
        };
    }
}
