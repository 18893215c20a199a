package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.ServiceException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * {@code AWS::ApiGateway::Deployment}, which makes a stage too or moves one to it, when it names
 * one. With the deployment such a stage goes back to the one before, or goes.
 *
 * @param alone a deployment that names no stage
 */
record DeploymentType(ApiResource alone) implements ResourceType {
    private static final String SERVICE = "apigateway";
    private static final String STAGE = "StageName";
    private static final String DESCRIPTION = "StageDescription";
    private static final String CANARY = "DeploymentCanarySettings";
    private static final StageType STAGES = new StageType();

    /** Where the stage was before: deployments of one second cannot be told apart by their time. */
    private static final String FORMER = "FormerDeploymentId";

    /** Settings of all methods of the stage, which a stage of its own has under MethodSettings. */
    private static final List<String> OF_ALL_METHODS =
            List.of(
                    "CacheDataEncrypted",
                    "CacheTtlInSeconds",
                    "CachingEnabled",
                    "DataTraceEnabled",
                    "LoggingLevel",
                    "MetricsEnabled",
                    "ThrottlingBurstLimit",
                    "ThrottlingRateLimit");

    @Override
    public String name() {
        return alone.name();
    }

    @Override
    public Set<String> properties() {
        Set<String> properties = new TreeSet<>(alone.properties());
        properties.add(STAGE);
        properties.add(CANARY + ".PercentTraffic");
        properties.add(CANARY + ".StageVariableOverrides.*");
        properties.add(CANARY + ".UseStageCache");
        Set<String> given =
                Set.of("RestApiId", "DeploymentId", STAGE, "CanarySetting.DeploymentId");
        Stream.concat(STAGES.properties().stream(), OF_ALL_METHODS.stream())
                .filter(name -> !given.contains(name))
                .forEach(name -> properties.add(DESCRIPTION + '.' + name));
        return properties;
    }

    @Override
    public Set<String> replacing() {
        return Set.of(STAGE, CANARY);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return alone.find(target, declared);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        Optional<String> stage = stage(declared);
        if (stage.isEmpty()) {
            return alone.create(target, declared);
        }
        ObjectNode input = Target.input();
        input.set("RestApiId", declared.path("RestApiId"));
        input.set(STAGE, declared.path(STAGE));
        for (String given : List.of("Description", CANARY)) {
            if (declared.has(given)) {
                input.set(given, declared.path(given));
            }
        }
        Optional<String> former = deployment(target, declared);
        Physical created = alone.create(target, input);
        Physical made = former.map(id -> created.with(FORMER, id)).orElse(created);
        Target.complete(
                () -> change(target, stage.get(), Target.input(), declared),
                () -> delete(target, made, declared));
        return made;
    }

    private static Optional<String> stage(ObjectNode declared) {
        String name = declared.path(STAGE).asText();
        if (name.isEmpty() && declared.has(DESCRIPTION)) {
            throw new ServiceException(
                    "BadRequestException",
                    400,
                    "StageDescription cannot be specified when StageName is empty");
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static void change(
            Target target, String stage, ObjectNode before, ObjectNode declared) {
        STAGES.update(target, new Physical(stage), described(before), described(declared));
    }

    /** The stage as a template declares one that is a resource of its own. */
    private static ObjectNode described(ObjectNode declared) {
        ObjectNode stage =
                declared.get(DESCRIPTION) instanceof ObjectNode given
                        ? given.deepCopy()
                        : Target.input();
        ObjectNode all = Target.input();
        for (String setting : OF_ALL_METHODS) {
            JsonNode value = stage.remove(setting);
            if (value != null) {
                all.set(setting, value);
            }
        }
        if (!all.isEmpty()) {
            stage.withArrayProperty("MethodSettings").insert(0, all);
        }
        stage.set("RestApiId", declared.path("RestApiId"));
        return stage;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        stage(declared).ifPresent(stage -> change(target, stage, before, declared));
        Physical updated = alone.update(target, current, before, declared);
        JsonNode former = current.attributes().path(FORMER);
        return former.isMissingNode() ? updated : updated.with(FORMER, former.asText());
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        if (declared.has(STAGE)) {
            endCanary(target, current, declared);
        }
        deployment(target, declared)
                .filter(current.id()::equals)
                .ifPresent(_ -> leave(target, current, named(declared)));
        alone.delete(target, current, declared);
    }

    /** Ends the stage's canary where that serves a deployment that goes. */
    private static void endCanary(Target target, Physical current, ObjectNode declared) {
        target.read(SERVICE, "GetStage", named(declared))
                .filter(
                        stage ->
                                stage.path("canarySettings")
                                        .path("deploymentId")
                                        .asText()
                                        .equals(current.id()))
                .ifPresent(
                        _ -> {
                            ObjectNode input = named(declared);
                            input.withArrayProperty("patchOperations")
                                    .addObject()
                                    .put("op", "remove")
                                    .put("path", "/canarySettings");
                            target.call(SERVICE, "UpdateStage", input);
                        });
    }

    /** What the stage that a deployment names leads to; empty when there is no such stage. */
    private static Optional<String> deployment(Target target, ObjectNode declared) {
        return declared.has(STAGE)
                ? target.read(SERVICE, "GetStage", named(declared))
                        .map(read -> read.path("deploymentId").asText())
                : Optional.empty();
    }

    private static ObjectNode named(ObjectNode declared) {
        return Target.input()
                .put("restApiId", declared.path("RestApiId").asText())
                .put("stageName", declared.path(STAGE).asText());
    }

    /** Takes the stage from a deployment that goes, as when an update of the stack rolls back. */
    private static void leave(Target target, Physical current, ObjectNode stage) {
        Optional<String> before = before(target, current, stage);
        if (before.isEmpty()) {
            target.remove(SERVICE, "DeleteStage", stage);
            return;
        }
        ObjectNode input = stage.deepCopy();
        Patches.replace(
                "/deploymentId",
                input.textNode(before.get()),
                input.withArrayProperty("patchOperations"));
        target.call(SERVICE, "UpdateStage", input);
    }

    /** The deployment that the stage had before this one, or else the newest beside it. */
    private static Optional<String> before(Target target, Physical current, ObjectNode stage) {
        ObjectNode input =
                Target.input().put("restApiId", stage.path("restApiId").asText()).put("limit", 500);
        String former = current.attributes().path(FORMER).asText();
        return target.call(SERVICE, "GetDeployments", input)
                .path("items")
                .valueStream()
                .filter(each -> !id(each).equals(current.id()))
                .max(
                        Comparator.<JsonNode, Boolean>comparing(each -> id(each).equals(former))
                                .thenComparingLong(DeploymentType::created))
                .map(DeploymentType::id);
    }

    private static String id(JsonNode deployment) {
        return deployment.path("id").asText();
    }

    private static long created(JsonNode deployment) {
        return deployment.path("createdDate").path("epochSecond").asLong();
    }
}
