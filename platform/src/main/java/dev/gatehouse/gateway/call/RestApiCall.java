package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.proxy.ApiStage;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.ResourceMatch;
import io.vertx.core.MultiMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that found its method in a REST API.
 *
 * @param path the request's path below the stage, as it stands in the request
 * @param authorized what is known of the caller; nothing before they were authorized
 * @param trail hears how far it comes; null where none is kept
 */
public record RestApiCall(
        ClientRequest request,
        RestPlan plan,
        RestStage stage,
        String path,
        Match<RestResource> match,
        RestMethod method,
        Authorized authorized,
        @Nullable CallTrail trail) {

    /** The call with its body whole. */
    public RestApiCall with(Body whole) {
        return new RestApiCall(
                        request.with(whole), plan, stage, path, match, method, authorized, trail)
                .followed();
    }

    /** The call with what its authorizer said. */
    public RestApiCall as(Authorized caller) {
        return caller.equals(authorized)
                ? this
                : new RestApiCall(request, plan, stage, path, match, method, caller, trail)
                        .followed();
    }

    /** What is told of its execution; null for nothing. */
    public @Nullable ExecutionLog log() {
        return trail == null ? null : trail.execution();
    }

    /** Tells why it fails, where anybody wants to know. */
    public void failed(String reason) {
        ExecutionLog log = log();
        if (log != null) {
            log.failed(reason);
        }
    }

    /** What its trail is to say, by the name that {@code $context} has for it. */
    public void tell(String name, @Nullable Object value) {
        if (trail != null) {
            trail.tell(name, value);
        }
    }

    /**
     * Its function responded: with 200 where it could be called, whatever it says.
     *
     * @param requestId by which it knows the call
     */
    public void integrated(int status, RequestId requestId) {
        if (trail != null) {
            trail.integrated(status);
            trail.endpoint(requestId.value());
        }
    }

    /** Its backend responded. */
    public void integrated(int status, MultiMap headers) {
        if (trail != null) {
            trail.integrated(status);
            trail.integrated(headers);
        }
    }

    /** Its backend's response, or that there is none, is an error. */
    public void integrationFailed(String message) {
        if (trail != null) {
            trail.integrationFailed(message);
        }
    }

    /** The same; its trail leads here. */
    public RestApiCall followed() {
        if (trail != null) {
            trail.reached(() -> CallContext.variables(this));
        }
        return this;
    }

    /** Whether the stage's canary serves the call; null where the stage has none. */
    public @Nullable Boolean canary() {
        return canary(plan, stage);
    }

    static @Nullable Boolean canary(RestPlan plan, RestStage served) {
        RestStage main = plan.stages().get(served.name());
        RestStage.Canary canary = main == null ? null : main.canary();
        return canary == null ? null : canary.is(served);
    }

    public RestResource resource() {
        return match.value();
    }

    public Map<String, String> pathParameters() {
        return match.pathParameters();
    }

    /** What the call's event says of where it was routed. */
    public ResourceMatch routed() {
        return new ResourceMatch(
                new ApiStage(
                        plan.address().account().value(),
                        plan.address().apiId(),
                        stage.name(),
                        stage.variables()),
                stage.deployment().id(),
                resource().id(),
                resource().path(),
                path,
                pathParameters(),
                canary());
    }

    /** The ARN by which function policies know this call's method. */
    public String sourceArn() {
        return plan.address()
                .executeApiArn(stage.name() + '/' + request.method() + resource().path());
    }
}
