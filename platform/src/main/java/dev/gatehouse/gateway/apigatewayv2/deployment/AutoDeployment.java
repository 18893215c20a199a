package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpRepositories;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.resource.Ids;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deployments that API Gateway makes itself for stages with {@code autoDeploy}. Such a stage serves
 * the API as it is now; its deployment is the receipt of the last change.
 */
public final class AutoDeployment {
    private AutoDeployment() {}

    /** Deploys a change of an API to the stages that follow it; empty when none does. */
    public static Optional<Redeployment> run(
            HttpRepositories repositories, String apiId, Instant now) {
        List<Stage> following =
                repositories.stages(apiId).all().stream()
                        .filter(stage -> Boolean.TRUE.equals(stage.autoDeploy()))
                        .toList();
        if (following.isEmpty()) {
            return Optional.empty();
        }
        String deployment = deployment(repositories, apiId, now);
        Map<String, String> former = new HashMap<>();
        for (Stage stage : following) {
            former.put(
                    Objects.requireNonNull(stage.stageName()),
                    Objects.requireNonNull(stage.deploymentId()));
            point(repositories, apiId, stage, deployment);
        }
        return Optional.of(new Redeployment(former, deployment));
    }

    /** Deploys the API as it is to a stage that follows it from now on. */
    public static Stage first(
            HttpRepositories repositories, String apiId, Stage stage, Instant now) {
        return point(repositories, apiId, stage, deployment(repositories, apiId, now));
    }

    /**
     * Takes the snapshot of a deployment that has none yet, for a stage that points to it without
     * following the API. Only the last automatic deployment can be without, and the API has not
     * changed since.
     */
    public static void pin(HttpRepositories repositories, String apiId, String deploymentId) {
        if (repositories.snapshots(apiId).find(deploymentId).isEmpty()) {
            repositories.snapshots(apiId).put(deploymentId, HttpSnapshot.take(repositories, apiId));
        }
    }

    private static String deployment(HttpRepositories repositories, String apiId, Instant now) {
        String id = Ids.part();
        Deployment deployment =
                Deployment.builder()
                        .deploymentId(id)
                        .autoDeployed(true)
                        .createdDate(now)
                        .deploymentStatus("DEPLOYED")
                        .description(
                                "Automatic deployment triggered by changes to the Api"
                                        + " configuration")
                        .build();
        repositories.deployments(apiId).put(id, deployment);
        return id;
    }

    private static Stage point(
            HttpRepositories repositories, String apiId, Stage stage, String deploymentId) {
        Stage pointed =
                stage.toBuilder()
                        .deploymentId(deploymentId)
                        .lastDeploymentStatusMessage(
                                "Successfully deployed stage with deployment ID '%s'"
                                        .formatted(deploymentId))
                        .build();
        repositories.stages(apiId).put(Objects.requireNonNull(stage.stageName()), pointed);
        forget(repositories, apiId, stage.deploymentId());
        return pointed;
    }

    /** Drops an automatic deployment that no stage points to any more. */
    public static void forget(HttpRepositories repositories, String apiId, @Nullable String id) {
        if (id == null) {
            return;
        }
        boolean used =
                repositories.stages(apiId).all().stream()
                        .anyMatch(stage -> id.equals(stage.deploymentId()));
        boolean automatic =
                repositories
                        .deployments(apiId)
                        .find(id)
                        .filter(each -> Boolean.TRUE.equals(each.autoDeployed()))
                        .isPresent();
        if (automatic && !used) {
            repositories.deployments(apiId).delete(id);
            repositories.snapshots(apiId).delete(id);
        }
    }
}
