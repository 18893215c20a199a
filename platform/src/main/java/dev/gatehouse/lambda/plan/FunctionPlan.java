package dev.gatehouse.lambda.plan;

import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.kernel.Arn;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A function as the data plane sees it: one immutable snapshot, replaced whole by every change.
 *
 * @param function the function's ARN, without a qualifier
 * @param versions its versions by {@code $LATEST} or number
 * @param aliases its aliases by name
 * @param policies its resource policies: its own under {@code ""}, others by version or alias
 * @param provisioned how many environments are kept ready, by version or alias
 * @param reservedConcurrency how many invocations may run at once, when reserved; 0 rejects all
 * @param urls its URLs and those of its aliases
 * @param events how its asynchronous events are handled
 */
public record FunctionPlan(
        Arn function,
        Map<String, FunctionVersion> versions,
        Map<String, FunctionAlias> aliases,
        Map<String, Policy> policies,
        Map<String, Integer> provisioned,
        OptionalInt reservedConcurrency,
        List<FunctionUrl> urls,
        EventHandling events) {
    public FunctionPlan {
        versions = Map.copyOf(versions);
        aliases = Map.copyOf(aliases);
        policies = Map.copyOf(policies);
        provisioned = Map.copyOf(provisioned);
        urls = List.copyOf(urls);
    }
}
