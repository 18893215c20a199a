package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceCalls;
import dev.gatehouse.gateway.integrate.link.Links;

/**
 * What integrations can reach.
 *
 * @param functions Lambda
 * @param backends HTTP
 * @param links how those are connected to
 * @param services other services of AWS
 * @param roles in whose name those are called
 */
public record IntegrationTargets(
        FunctionCalls functions,
        Backends backends,
        Links links,
        ServiceCalls services,
        IntegrationRoles roles) {}
