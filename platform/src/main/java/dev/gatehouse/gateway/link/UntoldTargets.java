package dev.gatehouse.gateway.link;

import dev.gatehouse.gateway.plan.link.VpcLinks;
import dev.gatehouse.http.outbound.PrivateTargets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator when something is made that can lead nowhere. */
public final class UntoldTargets {
    private static final Logger LOG = LoggerFactory.getLogger(UntoldTargets.class);

    private UntoldTargets() {}

    /**
     * Names the setting that says where a target is, unless there is one.
     *
     * @param target the ARN of a load balancer, its listener, or a service
     */
    public static void tell(VpcLinks links, String target) {
        if (links.targets().find(target).isEmpty()) {
            LOG.warn(
                    "Something was made that leads to {}, and nothing says where that is: requests"
                            + " to it fail until the node is started with --set"
                            + " {}.{}=http://HOST:PORT",
                    target,
                    PrivateTargets.SETTING,
                    PrivateTargets.nameIn(target));
        }
    }
}
