package dev.gatehouse.lambda.url;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.GlobalKeys;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.identity.sigv4.verify.Expected;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.url.UrlTable.Located;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.proxy.signed.SignedCaller;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may call a URL. Two actions have to be allowed since October 2025: to call the
 * URL, and to invoke the function by it ("Control access to Lambda function URLs").
 */
public final class UrlAccess {
    private static final String SERVICE = "lambda";
    private static final String URL = "lambda:InvokeFunctionUrl";
    private static final String INVOKE = "lambda:InvokeFunction";

    private final Callers callers;
    private final Clock clock;

    public UrlAccess(Callers callers, Clock clock) {
        this.callers = callers;
        this.clock = clock;
    }

    /**
     * What is known of a caller who may call; fails with an AccessDeniedException for any other, or
     * with what is wrong with the signature.
     *
     * @param request with its body whole, which a signature covers
     */
    Future<Authorized> ask(ClientRequest request, Located located) {
        Arn function = located.function().function();
        return switch (located.url().authType()) {
            case NONE -> {
                Principal nobody = Principal.anonymous(new AccountId(function.account()));
                yield judged(request, located, new Actor(nobody, Permissions.NONE), null);
            }
            case AWS_IAM ->
                    callers.identify(request, new Expected(SERVICE, function.region()))
                            .compose(caller -> judged(request, located, caller.actor(), caller));
        };
    }

    /**
     * @param signed who signed it; null for nobody
     */
    private Future<Authorized> judged(
            ClientRequest request, Located located, Actor actor, @Nullable SignedCaller signed) {
        ProtectedResource resource = resource(located);
        ConditionKeys keys = keys(request, located);
        for (String action : List.of(URL, INVOKE)) {
            Decision decision = actor.decide(action, resource, keys);
            if (!decision.isAllowed()) {
                if (signed != null) {
                    callers.denied(request, signed, action, resource.arn(), decision);
                }
                return Future.failedFuture(
                        new ServiceException("AccessDeniedException", 403, "Forbidden"));
            }
        }
        return Future.succeededFuture(
                signed == null
                        ? Authorized.ANONYMOUS
                        : Authorized.signed(signed.identity(), actor));
    }

    private ConditionKeys keys(ClientRequest request, Located located) {
        Arn function = located.function().function();
        ConditionKeys own =
                key ->
                        switch (key) {
                            case "aws:resourceaccount" -> List.of(function.account());
                            case "lambda:functionurlauthtype" ->
                                    List.of(located.url().authType().name());
                            case "lambda:invokedviafunctionurl" -> List.of("true");
                            default -> null;
                        };
        return own.or(
                new GlobalKeys(
                        request.arrival().sourceIp(), new Region(function.region()), clock.now()));
    }

    private static ProtectedResource resource(Located located) {
        FunctionPlan function = located.function();
        return new ProtectedResource(
                located.target().toString(),
                new AccountId(function.function().account()),
                function.policies().get(located.url().alias()));
    }
}
