package dev.gatehouse.logs;

import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.Map;
import java.util.Optional;

/** The tags of log groups, which are those of their streams too. */
final class LogAccess implements ServiceAccess {
    private static final String GROUP = "log-group:";

    private final GroupCatalog groups;

    LogAccess(GroupCatalog groups) {
        this.groups = groups;
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        Arn arn = Arn.parse(plain.arn()).orElse(null);
        Region region = arn == null ? null : Region.parse(arn.region()).orElse(null);
        if (arn == null || region == null || !arn.resource().startsWith(GROUP)) {
            return plain;
        }
        String name = arn.resource().substring(GROUP.length()).split(":", 2)[0];
        Scope scope = new Scope(plain.account(), region);
        return plain.withTags(
                () -> Optional.of(groups.find(scope, name).map(LogGroup::tags).orElse(Map.of())));
    }
}
