package dev.gatehouse.gateway.plan.link;

import dev.gatehouse.http.outbound.PrivateTargets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The VPC links in force, and where what they lead to is. */
public final class VpcLinks {
    private final Map<String, VpcLink> links = new ConcurrentHashMap<>();
    private final PrivateTargets targets;

    /**
     * @param targets where load balancers and services are
     */
    public VpcLinks(PrivateTargets targets) {
        this.targets = targets;
    }

    /** Where load balancers and services are. */
    public PrivateTargets targets() {
        return targets;
    }

    /** A link of an account. */
    public Optional<VpcLink> find(AccountId account, Region region, String id) {
        return Optional.ofNullable(links.get(id))
                .filter(link -> link.account().equals(account) && link.region().equals(region));
    }

    public void publish(VpcLink link) {
        links.put(link.id(), link);
    }

    public void remove(String id) {
        links.remove(id);
    }
}
