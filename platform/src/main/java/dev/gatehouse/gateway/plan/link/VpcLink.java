package dev.gatehouse.gateway.plan.link;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.List;

/**
 * A VPC link in force.
 *
 * @param targets the ARNs of the load balancers it leads to; none where its integrations name them
 */
public record VpcLink(AccountId account, Region region, String id, List<String> targets) {
    public VpcLink {
        targets = List.copyOf(targets);
    }
}
