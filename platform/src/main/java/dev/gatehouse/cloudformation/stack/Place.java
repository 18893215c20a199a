package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;

/** Where a stack lives and what it is called; the pseudo parameters come from it. */
public record Place(AccountId account, Region region, String stackName, String stackId) {
    public static Place of(CallerIdentity identity, Stack stack) {
        return new Place(identity.account(), identity.region(), stack.name(), stack.id());
    }
}
