package dev.gatehouse.lambda.configuration;

import dev.gatehouse.aws.lambda.VpcConfig;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.VpcSettings;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the member VpcConfig makes of a function's network. */
final class VpcRules {
    private VpcRules() {}

    /**
     * @param before null where a function was never in a network
     * @param wanted null leaves it as it is
     */
    static @Nullable VpcSettings apply(@Nullable VpcSettings before, @Nullable VpcConfig wanted) {
        if (wanted == null) {
            return before;
        }
        List<String> subnets = Objects.requireNonNullElse(wanted.subnetIds(), List.of());
        List<String> groups = Objects.requireNonNullElse(wanted.securityGroupIds(), List.of());
        if (subnets.isEmpty() != groups.isEmpty()) {
            throw LambdaErrors.invalidParameter(
                    "SubnetIds and SecurityIds must coexist or be both empty list.");
        }
        if (subnets.isEmpty() && before == null) {
            return null;
        }
        return new VpcSettings(
                subnets, groups, Boolean.TRUE.equals(wanted.ipv6AllowedForDualStack()), "");
    }
}
