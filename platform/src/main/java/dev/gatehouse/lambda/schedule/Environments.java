package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.debug.Debugging;
import dev.gatehouse.lambda.environment.Assignment;
import dev.gatehouse.lambda.environment.Order;
import dev.gatehouse.lambda.environment.Outcome;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.ProvisionedState;
import dev.gatehouse.lambda.warm.ClassArchives;
import dev.gatehouse.lambda.warm.CompiledModules;
import dev.gatehouse.lambda.warm.WarmRuntimes;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** All execution environments of this node. */
public final class Environments implements FunctionCatalog.Listener, AutoCloseable {
    private final ConcurrentMap<Arn, FunctionEnvironments> functions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, AccountConcurrency> accounts = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduleSettings settings;
    private final WarmRuntimes warmRuntimes;
    private final ClassArchives archives;
    private final CompiledModules modules;
    private final ColdStarts starts;

    /**
     * @param debugging which of them wait for a debugger
     * @param loops event loops that run NIO channels; environments are spread over them
     */
    public Environments(
            EnvironmentSources sources,
            List<EventLoop> loops,
            ScheduleSettings settings,
            Debugging debugging,
            Clock clock) {
        this.settings = settings;
        Surroundings surroundings = new Surroundings(clock, settings.environment(), threads);
        this.warmRuntimes = new WarmRuntimes(sources, surroundings);
        this.archives = new ClassArchives(sources, surroundings);
        this.modules = new CompiledModules(sources, surroundings);
        EnvironmentMaker maker =
                new EnvironmentMaker(
                        sources, warmRuntimes, archives, modules, surroundings, debugging);
        this.starts = new ColdStarts(settings, surroundings, maker, new Tickers(loops, clock));
    }

    /** How many environments there are, of all functions. */
    public int count() {
        return starts.environments();
    }

    /** How many environments are made up to their functions' own code, and not begun. */
    public int prepared() {
        return starts.ahead().count();
    }

    /** How many environments were begun since the node's start: its cold starts. */
    public long begun() {
        return starts.begun();
    }

    /**
     * Runs an event in an environment of a version, which is started when none is free.
     *
     * @param promise completed with the outcome; fails with a {@link ServiceException} when Lambda
     *     cannot run it
     */
    public void run(FunctionVersion version, Order order, Promise<Outcome> promise) {
        FunctionEnvironments function = of(version.function());
        Runnable release;
        try {
            release = function.concurrency().admit();
        } catch (ServiceException throttled) {
            promise.fail(throttled);
            return;
        }
        function.of(version, order).submit(new Assignment(order, promise, release));
    }

    /** As {@link #run(FunctionVersion, Order, Promise)}, completing on any thread. */
    public Future<Outcome> run(FunctionVersion version, Order order) {
        Promise<Outcome> promise = Promise.promise();
        run(version, order, promise);
        return promise.future();
    }

    private FunctionEnvironments of(Arn function) {
        FunctionEnvironments known = functions.get(function);
        return known != null ? known : functions.computeIfAbsent(function, this::create);
    }

    private FunctionEnvironments create(Arn function) {
        AccountConcurrency account =
                accounts.computeIfAbsent(
                        function.account() + '/' + function.region(),
                        _ -> new AccountConcurrency(settings.concurrency(), starts.clock()));
        return new FunctionEnvironments(
                new FunctionConcurrency(account),
                settings.concurrency().growth(starts.clock()),
                starts);
    }

    @Override
    public void published(FunctionPlan plan) {
        starts.ahead().forget(version -> isOver(version, plan));
        if (plan.reservedConcurrency().isPresent()
                || !plan.provisioned().isEmpty()
                || functions.containsKey(plan.function())) {
            of(plan.function()).published(plan);
        }
        FunctionVersion latest = plan.versions().get(FunctionVersion.LATEST);
        if (latest != null && latest.state() == FunctionState.ACTIVE) {
            starts.ahead().fill(latest);
            starts.ahead().expect(latest);
        }
    }

    private static boolean isOver(FunctionVersion version, FunctionPlan plan) {
        if (!version.function().equals(plan.function())) {
            return false;
        }
        FunctionVersion now = plan.versions().get(version.version());
        return now == null || !now.revision().equals(version.revision());
    }

    @Override
    public ProvisionedState provisioned(Arn function, String qualifier) {
        FunctionEnvironments known = functions.get(function);
        return known == null ? ProvisionedState.NONE : known.provisioned(qualifier);
    }

    /** Tells what provisioned concurrency was used for since the last time. */
    public void provisionedUses(Consumer<ProvisionedUse> listener) {
        functions.values().forEach(each -> each.provisionedUses(listener));
    }

    @Override
    public void removed(Arn function) {
        starts.ahead().forget(version -> version.function().equals(function));
        FunctionEnvironments gone = functions.remove(function);
        if (gone != null) {
            gone.drain();
        }
    }

    /** Ends all environments, also those at work, and waits for their sandboxes to go. */
    @Override
    public void close() {
        functions.values().forEach(FunctionEnvironments::drain);
        functions.clear();
        starts.ahead().close();
        starts.abandonAll();
        warmRuntimes.close();
        archives.close();
        modules.close();
        threads.close();
    }
}
