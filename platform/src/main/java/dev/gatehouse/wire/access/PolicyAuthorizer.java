package dev.gatehouse.wire.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Denial;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.Authorizer;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a caller do what the policies allow that have a say: its own, its boundary, its session's
 * and the resource's. An account's root may do everything in its account but what a resource's
 * policy denies it.
 */
public final class PolicyAuthorizer implements Authorizer {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyAuthorizer.class);

    private final PermissionSource permissions;
    private final Function<String, ServiceAccess> services;
    private final Mode mode;
    private final Trail trail;
    private final Clock clock;

    /** What becomes of a denial. */
    public enum Mode {
        ENFORCE,
        /** It is logged, and allowed within an account. */
        AUDIT
    }

    /**
     * @param services what services know of their resources, by the name of their model
     * @param trail hears of every decision
     */
    public PolicyAuthorizer(
            PermissionSource permissions,
            Function<String, ServiceAccess> services,
            Mode mode,
            Trail trail,
            Clock clock) {
        this.permissions = permissions;
        this.services = services;
        this.mode = mode;
        this.trail = trail;
        this.clock = clock;
    }

    /** Whether it is known what an operation asks of policies. */
    public static boolean knows(OperationModel operation) {
        return OperationNeeds.knows(operation);
    }

    @Override
    public void authorize(RequestContext context, OperationModel operation, Structure input) {
        Principal caller = context.principal();
        if (operation.unsigned() && caller.kind() == PrincipalKind.ANONYMOUS) {
            return;
        }
        ServiceAccess service = services.apply(operation.service().name());
        if (SessionLimits.isClosed(caller, operation)) {
            throw new ServiceException(
                    "InvalidClientTokenId",
                    403,
                    "The security token included in the request is invalid");
        }
        List<Need> needs = OperationNeeds.of(service, context, operation, input);
        Trail.Call call = call(operation, needs);
        requireOwnRoles(context, call, operation, needs);
        if (caller.kind() == PrincipalKind.ROOT
                && !service.deniesRoot()
                && areOwn(needs, context)) {
            trail.decided(context, call, null);
            return;
        }
        if (caller.kind() == PrincipalKind.ANONYMOUS && needs.isEmpty()) {
            throw Authorizer.denied(context, operation);
        }
        Actor actor = permissions.actor(caller);
        KeysOfNeeds keys = keys(service, context, operation, input, needs);
        boolean isTold = false;
        for (Need need : needs) {
            ProtectedResource resource = service.resource(plain(need, context));
            Rejection rejection =
                    rejection(new Judged(context, actor), resource, need, keys.of(need));
            if (rejection != null) {
                trail.decided(context, call, rejection.told());
                if (rejection.told().enforced()) {
                    throw AccessDenied.of(
                            caller,
                            operation.service(),
                            need.action(),
                            resource,
                            rejection.decision());
                }
                isTold = true;
            }
        }
        if (!isTold) {
            trail.decided(context, call, null);
        }
    }

    /** In its account, a root needs no policy; of what is another's, that account's say who may. */
    private static boolean areOwn(List<Need> needs, RequestContext context) {
        for (Need need : needs) {
            if (!plain(need, context).account().equals(context.account())) {
                return false;
            }
        }
        return true;
    }

    /** A role is passed within its account, whatever policies say, and by the root too. */
    private void requireOwnRoles(
            RequestContext context, Trail.Call call, OperationModel operation, List<Need> needs) {
        for (Need need : needs) {
            if (need.action().equals(ActionTable.PASS_ROLE)
                    && !plain(need, context).account().equals(context.account())) {
                String message = "Cross-account pass role is not allowed.";
                trail.decided(
                        context,
                        call,
                        new Trail.Rejection(need.action(), need.resource(), message, true));
                throw AccessDenied.of(operation.service(), message);
            }
        }
    }

    /** No operation that is ready at hand passes a role. */
    @Override
    public boolean allowsAtHand(RequestContext context, OperationModel operation, Structure input) {
        ServiceAccess service = services.apply(operation.service().name());
        List<Need> needs = OperationNeeds.of(service, context, operation, input);
        boolean allowed = isAllowedAtHand(service, context, operation, input, needs);
        if (allowed) {
            trail.decided(context, call(operation, needs), null);
        }
        return allowed;
    }

    private boolean isAllowedAtHand(
            ServiceAccess service,
            RequestContext context,
            OperationModel operation,
            Structure input,
            List<Need> needs) {
        Principal caller = context.principal();
        Permissions known = permissions.atHand(caller);
        if (known == null || caller.kind() == PrincipalKind.ANONYMOUS) {
            return false;
        }
        if (caller.kind() == PrincipalKind.ROOT
                && !service.deniesRoot()
                && areOwn(needs, context)) {
            return true;
        }
        Actor actor = new Actor(caller, known);
        KeysOfNeeds keys = keys(service, context, operation, input, needs);
        try {
            for (Need need : needs) {
                ProtectedResource resource = service.resource(plain(need, context)).atHand();
                if (!decide(actor, need, resource, keys.of(need)).isAllowed()) {
                    return false;
                }
            }
            return true;
        } catch (ProtectedResource.NotAtHandException _) {
            return false;
        }
    }

    private static Trail.Call call(OperationModel operation, List<Need> needs) {
        return new Trail.Call(operation.service().signingName(), operation.name(), false, needs);
    }

    /** The condition keys by what is asked. */
    private interface KeysOfNeeds {
        ConditionKeys of(Need need);
    }

    private KeysOfNeeds keys(
            ServiceAccess service,
            RequestContext context,
            OperationModel operation,
            Structure input,
            List<Need> needs) {
        ConditionKeys ofAll = RequestKeys.of(context, operation, input, clock.now());
        return need ->
                PassedRoles.keys(need, needs)
                        .or(
                                MemberKeys.of(
                                        operation,
                                        input,
                                        service.keys(context, operation, input, need)))
                        .or(ofAll);
    }

    @Override
    public void authorize(RequestContext context, String action) {
        Principal caller = context.principal();
        if (caller.kind() == PrincipalKind.ROOT) {
            return;
        }
        ProtectedResource everything = new ProtectedResource("*", context.account(), null);
        Rejection rejection =
                rejection(
                        new Judged(context, permissions.actor(caller)),
                        everything,
                        new Need(action, everything.arn()),
                        RequestKeys.of(context, clock.now()));
        String[] name = action.split(":", 2);
        trail.decided(
                context,
                new Trail.Call(name[0], name[1], false, List.of()),
                rejection == null ? null : rejection.told());
        if (rejection != null && rejection.told().enforced()) {
            throw new ServiceException("AccessDeniedException", 403, rejection.told().message());
        }
    }

    private static ProtectedResource plain(Need need, RequestContext context) {
        AccountId owner =
                Arn.parse(need.resource())
                        .flatMap(arn -> AccountId.parse(arn.account()))
                        .orElse(context.account());
        return new ProtectedResource(need.resource(), owner, null);
    }

    private static Decision decide(
            Actor actor, Need need, ProtectedResource resource, ConditionKeys keys) {
        List<String> owner = List.of(resource.account().value());
        return actor.decide(
                need.action(),
                resource,
                key -> key.equals("aws:resourceaccount") ? owner : keys.of(key));
    }

    /** Who asks, and how. */
    private record Judged(RequestContext context, Actor actor) {}

    private record Rejection(Decision decision, Trail.Rejection told) {}

    private @Nullable Rejection rejection(
            Judged call, ProtectedResource resource, Need need, ConditionKeys keys) {
        Decision decision = decide(call.actor(), need, resource, keys);
        if (decision.isAllowed()) {
            return null;
        }
        RequestContext context = call.context();
        boolean audited =
                mode == Mode.AUDIT
                        && context.principal().kind() != PrincipalKind.ANONYMOUS
                        && resource.account().equals(context.account());
        Trail.Rejection told =
                new Trail.Rejection(
                        need.action(),
                        resource.arn(),
                        Denial.message(
                                context.principal(), need.action(), resource.arn(), decision),
                        !audited);
        if (audited) {
            LOG.warn(
                    "{} {} would be denied: {} on {}; it takes {}",
                    context.requestId(),
                    context.principal().arn(),
                    need.action(),
                    resource.arn(),
                    told.statement());
        }
        return new Rejection(decision, told);
    }
}
