package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ApiKey;
import dev.gatehouse.aws.apigateway.CreateUsagePlanKeyRequest;
import dev.gatehouse.aws.apigateway.DeleteUsagePlanKeyRequest;
import dev.gatehouse.aws.apigateway.GetUsagePlanKeyRequest;
import dev.gatehouse.aws.apigateway.GetUsagePlanKeysRequest;
import dev.gatehouse.aws.apigateway.UsagePlanKey;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on the keys of a usage plan. */
public final class UsagePlanKeyOperations {
    private UsagePlanKeyOperations() {}

    public static void addTo(Resources service, UsagePublisher publisher) {
        service.of(UsageTypes.PLAN_KEY)
                .get(ApiGateway.GET_USAGE_PLAN_KEY, UsagePlanKeyOperations::get)
                .list(ApiGateway.GET_USAGE_PLAN_KEYS, UsagePlanKeyOperations::page)
                .writing(publisher::writePlanKey)
                .create(ApiGateway.CREATE_USAGE_PLAN_KEY, UsagePlanKeyOperations::create)
                .delete(ApiGateway.DELETE_USAGE_PLAN_KEY, UsagePlanKeyOperations::delete);
    }

    private static UsagePlanKey create(Repositories in, CreateUsagePlanKeyRequest request) {
        if (!request.keyType().equals(PlanMembership.TYPE)) {
            throw badRequest("Invalid key type specified: " + request.keyType());
        }
        ApiKey key = in.of(UsageTypes.KEY).get(request.keyId());
        if (in.of(UsageTypes.PLAN_KEY, request.usagePlanId()).find(request.keyId()).isPresent()) {
            throw conflict("Usage Plan already contains this API Key");
        }
        PlanMembership.requireOne(in, request.usagePlanId(), request.keyId());
        return shown(key);
    }

    private static UsagePlanKey get(
            Repositories in, UsagePlanKey present, GetUsagePlanKeyRequest request) {
        return shown(in.of(UsageTypes.KEY).get(request.keyId()));
    }

    private static UsagePlanKey shown(ApiKey key) {
        return UsagePlanKey.builder()
                .id(key.id())
                .type(PlanMembership.TYPE)
                .name(key.name())
                .value(key.value())
                .build();
    }

    /** Lists tell no values. A name is asked for by how it begins. */
    private static Page<UsagePlanKey> page(
            Repositories in,
            GetUsagePlanKeysRequest request,
            @Nullable String position,
            int limit) {
        Repository<UsagePlanKey> keys = in.of(UsageTypes.PLAN_KEY, request.usagePlanId());
        String name = request.nameQuery();
        Pages.Source<UsagePlanKey> named =
                (from, most) -> {
                    Page<UsagePlanKey> page = keys.page(from, most);
                    return new Page<>(
                            page.items().stream().map(key -> named(in, key)).toList(), page.next());
                };
        return name == null
                ? named.page(position, limit)
                : Pages.filtered(
                        named,
                        position,
                        limit,
                        key -> Objects.requireNonNullElse(key.name(), "").startsWith(name),
                        key -> Objects.requireNonNull(key.id()));
    }

    private static UsagePlanKey named(Repositories in, UsagePlanKey key) {
        ApiKey known = in.of(UsageTypes.KEY).get(Objects.requireNonNull(key.id()));
        return shown(known).toBuilder().value(null).build();
    }

    private static void delete(
            Repositories in, UsagePlanKey key, DeleteUsagePlanKeyRequest request) {
        in.documents(UsageDocument.KIND, request.usagePlanId()).delete(request.keyId());
    }
}
