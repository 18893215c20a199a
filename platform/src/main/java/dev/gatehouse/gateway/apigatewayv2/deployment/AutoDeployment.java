package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
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
    public static Optional<Redeployment> run(Repositories in, String apiId) {
        List<Stage> following =
                in.of(HttpTypes.STAGE, apiId).all().stream()
                        .filter(stage -> Boolean.TRUE.equals(stage.autoDeploy()))
                        .toList();
        if (following.isEmpty()) {
            return Optional.empty();
        }
        String deployment = deployment(in, apiId);
        Map<String, String> former = new HashMap<>();
        for (Stage stage : following) {
            former.put(
                    Objects.requireNonNull(stage.stageName()),
                    Objects.requireNonNull(stage.deploymentId()));
            point(in, apiId, stage, deployment);
        }
        return Optional.of(new Redeployment(former, deployment));
    }

    /** Deploys the API as it is to a stage that follows it from now on. */
    public static Stage first(Repositories in, String apiId, Stage stage) {
        return point(in, apiId, stage, deployment(in, apiId));
    }

    /**
     * Takes the snapshot of a deployment that has none yet, for a stage that points to it without
     * following the API. Only the last automatic deployment can be without, and the API has not
     * changed since.
     */
    public static void pin(Repositories in, String apiId, String deploymentId) {
        if (in.documents(HttpSnapshot.KIND, apiId).find(deploymentId).isEmpty()) {
            in.documents(HttpSnapshot.KIND, apiId).put(deploymentId, HttpSnapshot.take(in, apiId));
        }
    }

    private static String deployment(Repositories in, String apiId) {
        String id = Ids.part();
        Deployment deployment =
                Deployment.builder()
                        .deploymentId(id)
                        .autoDeployed(true)
                        .createdDate(in.now())
                        .deploymentStatus("DEPLOYED")
                        .description(
                                "Automatic deployment triggered by changes to the Api"
                                        + " configuration")
                        .build();
        in.of(HttpTypes.DEPLOYMENT, apiId).put(deployment);
        return id;
    }

    private static Stage point(Repositories in, String apiId, Stage stage, String deploymentId) {
        Stage pointed =
                stage.toBuilder()
                        .deploymentId(deploymentId)
                        .lastDeploymentStatusMessage(
                                "Successfully deployed stage with deployment ID '%s'"
                                        .formatted(deploymentId))
                        .build();
        in.of(HttpTypes.STAGE, apiId).put(pointed);
        forget(in, apiId, stage.deploymentId());
        return pointed;
    }

    /** Drops an automatic deployment that no stage points to any more. */
    public static void forget(Repositories in, String apiId, @Nullable String id) {
        if (id == null) {
            return;
        }
        boolean used =
                in.of(HttpTypes.STAGE, apiId).all().stream()
                        .anyMatch(stage -> id.equals(stage.deploymentId()));
        boolean automatic =
                in.of(HttpTypes.DEPLOYMENT, apiId)
                        .find(id)
                        .filter(each -> Boolean.TRUE.equals(each.autoDeployed()))
                        .isPresent();
        if (automatic && !used) {
            in.of(HttpTypes.DEPLOYMENT, apiId).delete(id);
            in.documents(HttpSnapshot.KIND, apiId).delete(id);
        }
    }
}
