package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.usage.MethodSettings;
import dev.gatehouse.gateway.plan.usage.StageSettings;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a REST API.
 *
 * @param variables the stage variables; none is an empty map
 * @param accessLog what it tells of its requests; null for nothing
 * @param cache tells the stage from itself before its caches were flushed
 * @param deployment the snapshot the stage points to
 * @param settings what it says of its methods
 * @param canary what a part of the requests find; null for none
 * @param clientCertificate the id of what it shows to backends that ask for a certificate; null for
 *     nothing
 */
public record RestStage(
        String name,
        Map<String, String> variables,
        @Nullable AccessLog accessLog,
        String cache,
        RestDeployment deployment,
        StageSettings settings,
        @Nullable Canary canary,
        @Nullable String clientCertificate) {
    /**
     * What a stage serves to a part of its requests.
     *
     * @param percent how many of a hundred
     * @param stage the stage as these find it: another deployment, some variables of its own
     */
    public record Canary(double percent, RestStage stage) {
        /** Whether a request found it, and not the stage itself. */
        @SuppressWarnings("ReferenceEquality") // one of two objects of one plan
        public boolean is(RestStage served) {
            return stage == served;
        }
    }

    /** One that shows no certificate. */
    public RestStage(
            String name,
            Map<String, String> variables,
            @Nullable AccessLog accessLog,
            String cache,
            RestDeployment deployment,
            StageSettings settings,
            @Nullable Canary canary) {
        this(name, variables, accessLog, cache, deployment, settings, canary, null);
    }

    public RestStage {
        variables = Map.copyOf(variables);
    }

    /** The stage as one request finds it: itself, or its canary. */
    public RestStage served() {
        return canary != null && ThreadLocalRandom.current().nextDouble(100) < canary.percent()
                ? canary.stage()
                : this;
    }

    /** By what its cached responses are known. */
    public String cacheId() {
        return name + '@' + cache;
    }

    /** What it says of a method. */
    public MethodSettings settings(RestMethod method) {
        return settings.of(method.key());
    }
}
