package dev.gatehouse.wire.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Denial;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.Authorizer;
import dev.gatehouse.wire.RequestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    private final Clock clock;

    /** What becomes of a denial. */
    public enum Mode {
        ENFORCE,
        /** It is logged, and allowed within an account. */
        AUDIT
    }

    /** Loads once, by the first who needs it: most nodes have no caller but the root. */
    private static final class Loaded {
        static final ActionTable ACTIONS = ActionTable.load();
    }

    /**
     * @param services what services know of their resources, by the name of their model
     */
    public PolicyAuthorizer(
            PermissionSource permissions,
            Function<String, ServiceAccess> services,
            Mode mode,
            Clock clock) {
        this.permissions = permissions;
        this.services = services;
        this.mode = mode;
        this.clock = clock;
    }

    /** Whether it is known what an operation asks of policies. */
    public static boolean knows(OperationModel operation) {
        return Loaded.ACTIONS.knows(operation);
    }

    @Override
    public void authorize(RequestContext context, OperationModel operation, Structure input) {
        Principal caller = context.principal();
        if (operation.unsigned() && caller.kind() == PrincipalKind.ANONYMOUS) {
            return;
        }
        ServiceAccess service = services.apply(operation.service().name());
        if (caller.kind() == PrincipalKind.ROOT && !service.deniesRoot()) {
            return; // services tell it themselves what is not in its account
        }
        List<Need> needs =
                service.needs(
                        context, operation, input, Loaded.ACTIONS.needs(context, operation, input));
        if (caller.kind() == PrincipalKind.ANONYMOUS && needs.isEmpty()) {
            throw Authorizer.denied(context, operation);
        }
        Actor actor = permissions.actor(caller);
        Map<String, List<String>> keys =
                new HashMap<>(RequestKeys.of(context, operation, input, clock.now()));
        keys.putAll(service.keys(context, operation, input));
        for (Need need : needs) {
            ProtectedResource resource = service.resource(plain(need, context));
            decide(new Judged(context, operation.service(), actor), resource, need, keys);
        }
    }

    @Override
    public void authorize(RequestContext context, String action) {
        Principal caller = context.principal();
        if (caller.kind() == PrincipalKind.ROOT) {
            return;
        }
        Actor actor = permissions.actor(caller);
        ProtectedResource everything = new ProtectedResource("*", context.account(), null);
        Decision decision = actor.decide(action, everything, RequestKeys.of(context, clock.now()));
        if (!decision.isAllowed()) {
            throw new ServiceException(
                    "AccessDeniedException",
                    403,
                    Denial.message(caller, action, everything.arn(), decision));
        }
    }

    private static ProtectedResource plain(Need need, RequestContext context) {
        String account = Arn.parse(need.resource()).map(Arn::account).orElse("");
        return new ProtectedResource(
                need.resource(),
                account.matches("\\d{12}") ? new AccountId(account) : context.account(),
                null);
    }

    /** Who asks what service, and how. */
    private record Judged(RequestContext context, ServiceModel service, Actor actor) {}

    private void decide(
            Judged call, ProtectedResource resource, Need need, Map<String, List<String>> common) {
        Map<String, List<String>> keys = new HashMap<>(common);
        keys.put("aws:resourceaccount", List.of(resource.account().value()));
        Decision decision = call.actor().decide(need.action(), resource, keys);
        if (decision.isAllowed()) {
            return;
        }
        if (mode == Mode.AUDIT && resource.account().equals(call.context().account())) {
            LOG.warn(
                    "{} {} would be denied: {} on {}; it takes {}",
                    call.context().requestId(),
                    call.context().principal().arn(),
                    need.action(),
                    resource.arn(),
                    statement(need.action(), resource.arn()));
            return;
        }
        throw AccessDenied.of(
                call.actor().principal(), call.service(), need.action(), resource, decision);
    }

    /** The smallest statement that allows it. */
    private static String statement(String action, String resource) {
        return "{\"Effect\": \"Allow\", \"Action\": \"%s\", \"Resource\": \"%s\"}"
                .formatted(action, resource);
    }
}
