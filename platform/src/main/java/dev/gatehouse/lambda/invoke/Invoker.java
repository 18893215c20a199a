package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.environment.Order;
import dev.gatehouse.lambda.environment.Outcome;
import dev.gatehouse.lambda.plan.EventHandling;
import dev.gatehouse.lambda.plan.EventOutlook;
import dev.gatehouse.lambda.plan.EventSettings;
import dev.gatehouse.lambda.plan.FunctionAlias;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimeapi.ResponseStream;
import dev.gatehouse.lambda.schedule.Environments;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The entry of every invocation: finds the version that a name means, checks the resource policy
 * and the limits, and has the version's environments run the event.
 */
public final class Invoker implements FunctionInvoker {
    /** How often a chain of calls may come through a function: AWS's number. */
    private static final int MOST_HOPS = 16;

    private static final Buffer NOTHING = Buffer.buffer();

    private final FunctionCatalog catalog;
    private final Environments environments;
    private final InvokeSettings settings;
    private final AcceptedEvents events;
    private final DurableStarts durable;

    public Invoker(
            FunctionCatalog catalog,
            Environments environments,
            InvokeSettings settings,
            AcceptedEvents events,
            DurableStarts durable) {
        this.catalog = catalog;
        this.environments = environments;
        this.settings = settings;
        this.events = events;
        this.durable = durable;
        catalog.listen(environments);
    }

    @Override
    public Future<InvocationResult> invoke(Invocation invocation) {
        try {
            FunctionVersion version = admit(invocation);
            boolean begins = isDurable(version) && invocation.type() != InvocationType.DRY_RUN;
            if (begins) {
                return durable.begin(version, invocation);
            }
            return switch (invocation.type()) {
                case DRY_RUN -> Future.succeededFuture(respond(204, version));
                case EVENT -> accept(version, invocation);
                case REQUEST_RESPONSE -> run(version, invocation);
            };
        } catch (ServiceException rejection) {
            return Future.failedFuture(rejection);
        }
    }

    @Override
    public Future<InvocationStream> stream(Invocation invocation) {
        try {
            FunctionVersion version = admit(invocation);
            if (invocation.type() == InvocationType.DRY_RUN) {
                return StreamedRun.dry(version.version());
            }
            if (isDurable(version)) {
                return durable.begin(version, invocation).map(StreamedRun::whole);
            }
            StreamedRun run = new StreamedRun(version.version(), settings.pace());
            environments.run(version, order(invocation, run.response()), run.outcome());
            return run.begun();
        } catch (ServiceException rejection) {
            return Future.failedFuture(rejection);
        }
    }

    private FunctionVersion admit(Invocation invocation) {
        Qualified name = Qualified.of(invocation.function());
        FunctionPlan plan = plan(name, invocation);
        FunctionVersion version = version(plan, name, invocation);
        authorize(plan, name.qualifier(), invocation);
        checkState(version);
        if (isDurable(version) && name.qualifier() == null) {
            throw InvocationErrors.unqualified();
        }
        checkTenant(version, invocation.details().tenantId());
        checkPayload(invocation);
        if (invocation.type() != InvocationType.EVENT) {
            checkRecursion(version, invocation);
        }
        return version;
    }

    private static boolean isDurable(FunctionVersion version) {
        return version.resources().durable() != null;
    }

    private FunctionPlan plan(Qualified name, Invocation invocation) {
        return catalog.find(name.function())
                .orElseThrow(() -> InvocationErrors.notFound(invocation.function()));
    }

    private static FunctionVersion version(
            FunctionPlan plan, Qualified name, Invocation invocation) {
        FunctionVersion version = resolve(plan, name.qualifier());
        if (version == null) {
            throw InvocationErrors.notFound(invocation.function());
        }
        return version;
    }

    private static @Nullable FunctionVersion resolve(
            FunctionPlan plan, @Nullable String qualifier) {
        if (qualifier == null) {
            return plan.versions().get(FunctionVersion.LATEST);
        }
        FunctionAlias alias = plan.aliases().get(qualifier);
        return plan.versions().get(alias == null ? qualifier : chosen(alias));
    }

    /** Weighted aliases send their share of calls to each further version. */
    private static String chosen(FunctionAlias alias) {
        if (alias.weights().isEmpty()) {
            return alias.version();
        }
        double draw = ThreadLocalRandom.current().nextDouble();
        for (Map.Entry<String, Double> share : alias.weights().entrySet()) {
            draw -= share.getValue();
            if (draw < 0) {
                return share.getKey();
            }
        }
        return alias.version();
    }

    private static void authorize(
            FunctionPlan plan, @Nullable String qualifier, Invocation invocation) {
        switch (invocation.source()) {
            case InvocationSource.Authorized _, InvocationSource.FunctionUrl _ -> {}
            case InvocationSource.Identity(Actor actor, ConditionKeys keys) -> {
                Decision decision = ResourcePolicy.decide(plan, qualifier, actor, keys);
                if (!decision.isAllowed()) {
                    throw InvocationErrors.denied(
                            actor.principal(), invocation.function(), decision);
                }
            }
            case InvocationSource.ServicePrincipal caller -> {
                if (!ResourcePolicy.allows(plan, qualifier, caller)) {
                    throw InvocationErrors.notAllowed(caller.principal(), invocation.function());
                }
            }
        }
    }

    private static void checkState(FunctionVersion version) {
        switch (version.state()) {
            case ACTIVE, INACTIVE -> {}
            case PENDING, FAILED -> throw InvocationErrors.notInvocable(version.state());
        }
    }

    private static void checkTenant(FunctionVersion version, @Nullable String tenant) {
        boolean wanted = version.resources().perTenant();
        if (wanted != (tenant != null)) {
            throw wanted ? InvocationErrors.noTenant() : InvocationErrors.unwantedTenant();
        }
    }

    /**
     * Calls that functions make by AWS's SDKs name the chain that they are part of. Events are
     * accepted, and dropped when their turn comes ("Use Lambda recursive loop detection").
     */
    private static void checkRecursion(FunctionVersion version, Invocation invocation) {
        String trace = invocation.details().traceHeader();
        if (trace != null
                && invocation.source() instanceof InvocationSource.Authorized
                && !version.launch().recursionAllowed()
                && TraceHeader.hops(trace, TraceHeader.lineage(version.function())) >= MOST_HOPS) {
            throw InvocationErrors.recursive();
        }
    }

    private void checkPayload(Invocation invocation) {
        Buffer payload = invocation.payload();
        int limit =
                switch (invocation.type()) {
                    case EVENT -> settings.asynchronousBytes();
                    case REQUEST_RESPONSE, DRY_RUN -> settings.synchronousBytes();
                };
        if (payload.length() > limit) {
            throw InvocationErrors.tooLarge(invocation.type(), payload.length(), limit);
        }
        // What services send is JSON that this node wrote itself.
        if (payload.length() > 0 && invocation.source() instanceof InvocationSource.Authorized) {
            Payloads.check(payload);
        }
    }

    private Future<InvocationResult> run(FunctionVersion version, Invocation invocation) {
        ContextInternal context = ContextInternal.current();
        Promise<Outcome> promise = context == null ? Promise.promise() : context.promise();
        environments.run(version, order(invocation, null), promise);
        return promise.future()
                .map(
                        outcome ->
                                new InvocationResult(
                                        200,
                                        outcome.payload(),
                                        outcome.failed() ? "Unhandled" : null,
                                        version.version(),
                                        outcome.logTail()));
    }

    private Future<InvocationResult> accept(FunctionVersion version, Invocation invocation) {
        return events.accept(invocation, version.function()).map(_ -> respond(202, version));
    }

    /** How events are run that were accepted here. */
    public EventRuns eventRuns() {
        return new AcceptedRuns();
    }

    /** Whoever called was allowed to then; what else is true of the function may have changed. */
    private final class AcceptedRuns implements EventRuns {
        @Override
        public Future<InvocationResult> run(Invocation invocation) {
            Qualified name = Qualified.of(invocation.function());
            FunctionVersion version = version(plan(name, invocation), name, invocation);
            checkState(version);
            checkRecursion(version, invocation);
            return Invoker.this.run(version, invocation);
        }

        @Override
        public EventOutlook outlook(Arn invoked) {
            Qualified name = Qualified.of(invoked);
            String qualifier = name.qualifier() == null ? FunctionVersion.LATEST : name.qualifier();
            Arn qualified = name.with(qualifier);
            return catalog.find(name.function())
                    .map(plan -> outlook(plan, qualified, qualifier))
                    .orElseGet(() -> EventOutlook.none(qualified));
        }

        private EventOutlook outlook(FunctionPlan plan, Arn invoked, String qualifier) {
            FunctionVersion version = resolve(plan, qualifier);
            EventHandling events = plan.events();
            return new EventOutlook(
                    invoked,
                    events.settings().getOrDefault(qualifier, EventSettings.NONE),
                    version == null ? null : events.deadLetters().get(version.version()),
                    version == null ? null : version.launch().role());
        }

        @Override
        public boolean isStopped(Arn function) {
            return catalog.find(function)
                    .filter(plan -> plan.reservedConcurrency().equals(OptionalInt.of(0)))
                    .isPresent();
        }
    }

    private static Order order(Invocation invocation, @Nullable ResponseStream stream) {
        return new Order(
                invocation.requestId().value(),
                invocation.function().toString(),
                Payloads.orEmptyEvent(invocation.payload()),
                invocation.details(),
                stream);
    }

    private static InvocationResult respond(int status, FunctionVersion version) {
        return new InvocationResult(status, NOTHING, null, version.version(), null);
    }
}
