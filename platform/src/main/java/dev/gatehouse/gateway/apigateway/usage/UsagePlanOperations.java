package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ApiStage;
import dev.gatehouse.aws.apigateway.CreateUsagePlanRequest;
import dev.gatehouse.aws.apigateway.DeleteUsagePlanRequest;
import dev.gatehouse.aws.apigateway.GetUsagePlansRequest;
import dev.gatehouse.aws.apigateway.UpdateUsagePlanRequest;
import dev.gatehouse.aws.apigateway.UsagePlan;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.Structures;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations on usage plans: which stages API keys open, and how much they may ask of them. */
public final class UsagePlanOperations {
    private UsagePlanOperations() {}

    public static void addTo(Resources service, UsagePublisher publisher, RestLimits limits) {
        service.of(UsageTypes.PLAN)
                .get(ApiGateway.GET_USAGE_PLAN)
                .list(ApiGateway.GET_USAGE_PLANS, UsagePlanOperations::page)
                .writing(publisher::writePlan)
                .create(ApiGateway.CREATE_USAGE_PLAN, (in, request) -> create(in, request, limits))
                .update(ApiGateway.UPDATE_USAGE_PLAN, UsagePlanOperations::update)
                .delete(ApiGateway.DELETE_USAGE_PLAN, UsagePlanOperations::delete);
    }

    private static UsagePlan create(
            Repositories in, CreateUsagePlanRequest request, RestLimits limits) {
        UsagePlan wanted =
                UsageTypes.PLAN.from(request).toBuilder()
                        .apiStages(Objects.requireNonNullElse(request.apiStages(), List.of()))
                        .build();
        UsagePlans.check(in, wanted);
        in.of(UsageTypes.PLAN)
                .requireRoom(limits.usagePlans(), "Maximum number of Usage Plans has been reached");
        return wanted.toBuilder().id(Ids.part()).build();
    }

    /** All plans, or those that a key is in. */
    private static Page<UsagePlan> page(
            Repositories in, GetUsagePlansRequest request, @Nullable String position, int limit) {
        Repository<UsagePlan> all = in.of(UsageTypes.PLAN);
        String key = request.keyId();
        if (key == null) {
            return all.page(position, limit);
        }
        Set<String> plans = Set.copyOf(PlansOfKeys.of(in, key));
        return Pages.filtered(
                all::page,
                position,
                limit,
                plan -> plans.contains(plan.id()),
                plan -> Objects.requireNonNull(plan.id()));
    }

    private static UsagePlan update(
            Repositories in, UsagePlan plan, UpdateUsagePlanRequest request) {
        UsagePlan changed =
                UsageTypes.PLAN.read(
                        UsagePlanPatch.apply(
                                Structures.tree(plan.data()),
                                Patches.changes(request.patchOperations())));
        UsagePlans.check(in, changed);
        PlanMembership.requireOne(in, changed);
        return changed;
    }

    private static void delete(Repositories in, UsagePlan plan, DeleteUsagePlanRequest request) {
        List<ApiStage> stages = UsagePlans.stages(plan);
        if (!stages.isEmpty()) {
            throw badRequest(
                    "Cannot delete Usage Plan %s because there are API Stages associated with it, including %s"
                            .formatted(plan.id(), UsagePlans.key(stages.getFirst())));
        }
        in.of(UsageTypes.PLAN_KEY, request.usagePlanId()).deleteAll();
        in.documents(UsageDocument.KIND, request.usagePlanId()).deleteAll();
    }
}
