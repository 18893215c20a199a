package dev.gatehouse.app;

import dev.gatehouse.function.AwsCaller;
import dev.gatehouse.kernel.ServiceException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets services hold the caller of all services before all services are there. What is configured
 * to be elsewhere is refused by name: only clients' own requests go on to it.
 */
final class LateCaller implements AwsCaller {
    private final Set<String> elsewhere;
    private volatile @Nullable AwsCaller caller;

    /**
     * @param elsewhere services with a configured endpoint
     */
    LateCaller(Set<String> elsewhere) {
        this.elsewhere = Set.copyOf(elsewhere);
    }

    void connect(AwsCaller all) {
        caller = all;
    }

    @Override
    public Map<String, Object> call(
            CallerIdentity as, String service, String operation, Map<String, Object> input) {
        AwsCaller all = caller;
        if (all == null) {
            throw new IllegalStateException("called before the node was wired");
        }
        if (elsewhere.contains(service)) {
            throw new ServiceException(
                    "NotImplemented",
                    501,
                    "%s:%s is not called for you: endpoint.%s puts the service elsewhere"
                            .formatted(service, operation, service));
        }
        return all.call(as, service, operation, input);
    }
}
