package dev.gatehouse.app;

import dev.gatehouse.function.AwsCaller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets services hold the caller of all services before all services are there. */
final class LateCaller implements AwsCaller {
    private volatile @Nullable AwsCaller caller;

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
        return all.call(as, service, operation, input);
    }
}
