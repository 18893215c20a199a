package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.proxy.ApiStage;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.RouteMatch;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that found its route in an HTTP API.
 *
 * @param path the decoded path, stage included where the client named it
 * @param routePath its part that routes know, below the stage
 * @param authorized what is known of the caller; nothing before they were authorized
 * @param trail hears how far it comes; null where none is kept
 */
public record HttpApiCall(
        ClientRequest request,
        HttpPlan plan,
        HttpStage stage,
        String path,
        String routePath,
        Match<HttpRoute> match,
        Authorized authorized,
        @Nullable CallTrail trail) {

    /** The call with its body whole. */
    public HttpApiCall with(Body whole) {
        return new HttpApiCall(
                        request.with(whole), plan, stage, path, routePath, match, authorized, trail)
                .followed();
    }

    /** The call with what its authorizer said. */
    public HttpApiCall as(Authorized caller) {
        return caller.equals(authorized)
                ? this
                : new HttpApiCall(request, plan, stage, path, routePath, match, caller, trail)
                        .followed();
    }

    /**
     * The call as its integration gets it.
     *
     * @param query the raw query
     * @param other the path; null for the present one
     */
    public HttpApiCall changed(MultiMap headers, @Nullable String query, @Nullable String other) {
        return new HttpApiCall(
                request.with(headers, query),
                plan,
                stage,
                Objects.requireNonNullElse(other, path),
                routePath,
                match,
                authorized,
                trail);
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
    public HttpApiCall followed() {
        if (trail != null) {
            trail.reached(() -> HttpCallContext.variables(this));
        }
        return this;
    }

    public HttpRoute route() {
        return match.value();
    }

    public Map<String, String> pathParameters() {
        return match.pathParameters();
    }

    /** What the call's event says of where it was routed. */
    public RouteMatch routed() {
        return new RouteMatch(
                new ApiStage(
                        plan.address().account().value(),
                        plan.address().apiId(),
                        stage.name(),
                        stage.variables()),
                route().routeKey(),
                path,
                pathParameters());
    }

    /** The ARN by which function policies know this call's route. */
    public String sourceArn() {
        String key = route().routeKey();
        int space = key.indexOf(' ');
        String target = space < 0 ? key : request.method() + key.substring(space + 1);
        return plan.address().executeApiArn(stage.name() + '/' + target);
    }
}
