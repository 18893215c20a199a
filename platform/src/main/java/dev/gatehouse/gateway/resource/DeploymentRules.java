package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What holds for the deployments of both sorts of APIs. */
public final class DeploymentRules {
    private DeploymentRules() {}

    /** Rejects, in AWS's words, to delete a deployment that a stage points to. */
    public static void requireIdle(String id, Stream<@Nullable String> pointedTo) {
        if (pointedTo.anyMatch(id::equals)) {
            throw badRequest("Active stages pointing to this deployment must be moved or deleted");
        }
    }
}
