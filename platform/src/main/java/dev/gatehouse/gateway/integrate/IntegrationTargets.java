package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceCalls;

/**
 * What integrations can reach.
 *
 * @param functions Lambda
 * @param backends HTTP
 * @param services other services of AWS
 * @param roles in whose name those are called
 */
public record IntegrationTargets(
        FunctionCalls functions,
        Backends backends,
        ServiceCalls services,
        IntegrationRoles roles) {}
