package dev.gatehouse.app.services;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PutEvents is asked for each event bus that its entries name. */
public final class EventBusAccess implements ServiceAccess {
    private static final String PUT = "PutEvents";

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        if (!operation.name().equals(PUT) || !(input.value("Entries") instanceof List<?> entries)) {
            return listed;
        }
        List<Need> needs = new ArrayList<>();
        for (Object entry : entries) {
            if (entry instanceof Structure event) {
                String arn = bus(context, event.value("EventBusName"));
                needs.add(new Need("events:" + PUT, arn));
            }
        }
        return needs.isEmpty() ? listed : needs;
    }

    /** Targets have roles of their own. */
    @Override
    public List<String> passedRoles(
            RequestContext context, OperationModel operation, Structure input) {
        List<String> roles = new ArrayList<>();
        if (operation.name().equals("PutTargets") && input.value("Targets") instanceof List<?> t) {
            for (Object each : t) {
                if (each instanceof Structure target
                        && target.value("RoleArn") instanceof String role) {
                    roles.add(role);
                }
            }
        }
        return roles;
    }

    /** A bus may be named by its ARN, by its name or not at all. */
    private static String bus(RequestContext context, @Nullable Object named) {
        String name = named == null ? "default" : named.toString();
        return name.startsWith("arn:")
                ? name
                : Arn.of("events", context.region(), context.account(), "event-bus/" + name)
                        .toString();
    }
}
