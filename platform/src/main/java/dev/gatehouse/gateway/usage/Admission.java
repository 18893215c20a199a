package dev.gatehouse.gateway.usage;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.usage.UsageTables;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a call whose caller is known must have to be served now: the API key its method asks for,
 * and room below the limits of the key's plan, of its stage and of the account, in this order (API
 * Gateway Developer Guide, "Throttle requests to your REST APIs").
 */
public final class Admission {
    private final ApiKeys keys;
    private final Throttles throttles;

    public Admission(UsageTables tables, Throttles throttles, Clock clock) {
        this.keys = new ApiKeys(tables, throttles, clock);
        this.throttles = throttles;
    }

    /**
     * The call of a REST API, with its key among what is known of the caller.
     *
     * @throws Rejection it is not to be served
     */
    public RestApiCall admit(RestApiCall call, RequestRecord record) {
        RestApiCall keyed = keys.admit(call, record);
        String level = exceeded(keyed);
        if (level != null) {
            record.throttled(level);
            throw Rejection.throttled();
        }
        return keyed;
    }

    private @Nullable String exceeded(RestApiCall call) {
        ApiAddress api = call.plan().address();
        RestMethod method = call.method();
        RestStage stage = call.stage();
        return throttles.admitsRoute(
                        api, stage.name(), method.key(), stage.settings(method).limit())
                ? exceeded(api)
                : "stage";
    }

    /**
     * Admits a call of an HTTP API.
     *
     * @throws HttpRejection it is not to be served
     */
    public void admit(HttpApiCall call, RequestRecord record) {
        ApiAddress api = call.plan().address();
        String stage = call.stage().name();
        String route = call.route().routeKey();
        String level =
                throttles.admitsRoute(api, stage, route, call.stage().routes().of(route).limit())
                        ? exceeded(api)
                        : "route";
        if (level != null) {
            record.throttled(level);
            throw HttpRejection.TOO_MANY;
        }
    }

    /**
     * The call of somebody who connects to a WebSocket API, with their key.
     *
     * @throws Rejection it is not to be served
     */
    public WebSocketCall admit(WebSocketCall call, ClientRequest request, RequestRecord record) {
        WebSocketCall keyed = call.as(keys.admit(call, request, record));
        admit(keyed, record);
        return keyed;
    }

    /**
     * Admits what happens on a connection.
     *
     * @throws Rejection it is not to be served
     */
    public void admit(WebSocketCall call, RequestRecord record) {
        String route = call.route().key();
        String stage = call.stage().name();
        String level =
                throttles.admitsRoute(
                                call.address(),
                                stage,
                                route,
                                call.stage().routes().of(route).limit())
                        ? exceeded(call.address())
                        : "route";
        if (level != null) {
            record.throttled(level);
            throw Rejection.throttled();
        }
    }

    private @Nullable String exceeded(ApiAddress api) {
        return throttles.admitsAccount(api) ? null : "account";
    }
}
