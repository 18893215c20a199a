package dev.gatehouse.scaling;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.List;
import java.util.Optional;

/** Which scalable target a request is about, and that target's tags. */
final class TargetAccess implements ServiceAccess {
    private final TargetCatalog targets;

    TargetAccess(TargetCatalog targets) {
        this.targets = targets;
    }

    /** Requests name what is scaled; policies the target that was made for it. */
    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        if (!(input.value("ResourceId") instanceof String resourceId)) {
            return listed;
        }
        Scope scope = TargetCatalog.scope(context);
        Optional<String> arn =
                targets.find(scope, resourceId).map(target -> TargetCatalog.arn(scope, target));
        return arn.isEmpty()
                ? listed
                : listed.stream()
                        .map(
                                need ->
                                        need.resource().endsWith(":scalable-target/*")
                                                ? new Need(need.action(), arn.get())
                                                : need)
                        .toList();
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        Optional<Region> region =
                Arn.parse(plain.arn())
                        .filter(arn -> arn.service().equals("application-autoscaling"))
                        .flatMap(arn -> Region.parse(arn.region()));
        if (region.isEmpty()) {
            return plain;
        }
        Scope scope = new Scope(plain.account(), region.get());
        return plain.withTags(() -> targets.byArn(scope, plain.arn()).map(StoredTarget::tags));
    }
}
