package dev.gatehouse.app;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.gateway.apigateway.RestService;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.usage.UsageLedger;
import dev.gatehouse.gateway.apigatewayv2.HttpService;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.wire.Service;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** API Gateway's control planes, and the plans that they publish. */
final class ApisWiring implements AutoCloseable {
    private final PlanTable plans;
    private final Service rest;
    private final Service http;
    private final UsageLedger usage;

    /**
     * @param reached whether calls of a service are served, by its signing name
     * @param tests what runs TestInvokeMethod; asked for at each call, since it is there later
     */
    ApisWiring(
            Foundation base,
            Secrets secrets,
            Predicate<String> reached,
            Supplier<TestCalls> tests) {
        Config.Apis settings = base.config().apis();
        this.plans = new PlanTable(settings.networks().privateTargets());
        this.rest =
                RestService.open(
                        base.store(),
                        plans,
                        RestLimits.AWS
                                .withResources(settings.routes())
                                .withApiKeys(settings.apiKeys()),
                        reached,
                        tests,
                        secrets,
                        base.clock());
        this.usage = new UsageLedger(base.store(), plans.usage(), base.clock());
        this.http =
                HttpService.open(
                        base.store(),
                        plans,
                        HttpLimits.AWS.withRoutes(settings.routes()),
                        reached,
                        base.clock());
    }

    PlanTable plans() {
        return plans;
    }

    Service[] services() {
        return new Service[] {rest, http};
    }

    @Override
    public void close() {
        usage.close();
    }
}
