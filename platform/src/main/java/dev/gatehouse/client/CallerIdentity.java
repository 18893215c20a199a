package dev.gatehouse.client;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * In whose name calls are made, and where.
 *
 * @param principal who, whole
 * @param region the region the calls act in
 * @param via the services that make them in that name, in order; none where the name is a role's
 *     that was passed to the service ({@code aws:CalledVia})
 */
public record CallerIdentity(Principal principal, Region region, List<String> via) {
    public CallerIdentity {
        via = List.copyOf(via);
    }

    /** Of a caller on its own behalf, or of a service by its role. */
    public CallerIdentity(Principal principal, Region region) {
        this(principal, region, List.of());
    }

    /** The same for what a service does in the name: one that calls itself is told once. */
    public CallerIdentity through(String service) {
        if (!via.isEmpty() && via.getLast().equals(service)) {
            return this;
        }
        List<String> longer = new ArrayList<>(via);
        longer.add(service);
        return new CallerIdentity(principal, region, longer);
    }

    /** The account the calls act in. */
    public AccountId account() {
        return principal.account();
    }
}
