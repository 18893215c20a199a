package dev.gatehouse.app;

import dev.gatehouse.app.lifecycle.Background;
import dev.gatehouse.app.services.FunctionUses;
import dev.gatehouse.app.services.PackageObjects;
import dev.gatehouse.app.services.RoleCalls;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.FunctionUrls;
import dev.gatehouse.function.NodeImages;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Once;
import dev.gatehouse.lambda.access.FunctionAccess;
import dev.gatehouse.lambda.api.LambdaQuotas;
import dev.gatehouse.lambda.api.LambdaService;
import dev.gatehouse.lambda.async.AsyncEvents;
import dev.gatehouse.lambda.async.AsyncSettings;
import dev.gatehouse.lambda.code.CodeDownloads;
import dev.gatehouse.lambda.code.CodeLimits;
import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.configuration.AccountResources;
import dev.gatehouse.lambda.configuration.Networks;
import dev.gatehouse.lambda.debug.Debugging;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.DestinationRules;
import dev.gatehouse.lambda.durable.DurableExecutions;
import dev.gatehouse.lambda.encryption.CodeEncryption;
import dev.gatehouse.lambda.encryption.VariableEncryption;
import dev.gatehouse.lambda.environment.EnvironmentSettings;
import dev.gatehouse.lambda.image.Images;
import dev.gatehouse.lambda.invoke.InvokeSettings;
import dev.gatehouse.lambda.invoke.Invoker;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.launch.Isolation;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.plan.FileSystems;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.registry.LiveCode;
import dev.gatehouse.lambda.runtimes.Runtimes;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.schedule.EnvironmentLimits;
import dev.gatehouse.lambda.schedule.Environments;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.lambda.telemetry.FacadeSegments;
import dev.gatehouse.lambda.trust.SandboxTrust;
import dev.gatehouse.lambda.url.UrlAccess;
import dev.gatehouse.lambda.url.UrlEdge;
import dev.gatehouse.lambda.url.UrlPipeline;
import dev.gatehouse.lambda.url.UrlTable;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.proxy.exchange.Exchanges;
import dev.gatehouse.proxy.exchange.Failures;
import dev.gatehouse.proxy.exchange.PayloadLimits;
import dev.gatehouse.proxy.exchange.RequestBodies;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;

/** Lambda: packages, sandboxes, environments, the invoker and the operations. */
final class FunctionsWiring implements AutoCloseable {
    /** Of the heap, for requests of function URLs that are large. */
    private static final int LARGE_BODIES_SHARE = 8;

    private final FunctionCatalog catalog = new FunctionCatalog();
    private final FunctionDocuments documents;
    private final UrlTable urls = new UrlTable();
    private final SandboxRelay relay;
    private final CodeDownloads downloads;
    private final Runtimes runtimes;
    private final Once<Isolation> isolation;
    private final Environments environments;
    private final RoleCalls roleCalls;
    private final VariableEncryption encryption;
    private final CodeEncryption codeEncryption;
    private final Deliveries deliveries;
    private final AsyncEvents events;
    private final DurableExecutions durable;
    private final Invoker invoker;
    private final ObservedFunctions observed;
    private final LambdaService lambda;
    private final Config config;
    private final Clock clock;

    FunctionsWiring(
            Foundation base,
            IdentityWiring identity,
            AwsServices services,
            TelemetryWiring telemetry,
            NodeImages images) {
        this.roleCalls = new RoleCalls(services, identity.serviceRoles());
        this.encryption = new VariableEncryption(services);
        this.codeEncryption = new CodeEncryption(services);
        Config.Functions settings = base.config().functions();
        this.config = base.config();
        this.clock = base.clock();
        this.documents = FunctionDocuments.of(base.store());
        this.relay = new SandboxRelay(clock);
        catalog.listen(urls);
        CodeStore packages = CodeStore.open(base.folder().code(), CodeLimits.AWS, clock);
        this.downloads = new CodeDownloads(packages, clock);
        this.isolation = new Once<>(() -> isolation(base));
        this.runtimes =
                new Runtimes(
                        base.folder().clients(),
                        Registries.of(System.getenv()),
                        settings.environments().languages().interpreters(),
                        settings.environments().languages().pythonClient(),
                        System.getenv());
        this.observed = new ObservedFunctions(base.observation(), telemetry.insights(), clock);
        this.environments = environments(base, identity, telemetry);
        FunctionUses.measure(environments, base.observation());
        this.deliveries = new Deliveries(base.store(), roleCalls, clock);
        deliveries.onFailure(observed::undelivered);
        this.events =
                new AsyncEvents(
                        base.store(),
                        AsyncSettings.DEFAULTS.withRetryDelay(settings.retryDelay()),
                        deliveries,
                        clock);
        this.durable = new DurableExecutions(base.store(), catalog, clock);
        FunctionUses.measure(durable, base.observation());
        this.invoker =
                new Invoker(
                        catalog,
                        environments,
                        InvokeSettings.DEFAULTS.streaming(
                                config.apis().streams().limits().bytesASecond(), clock),
                        events,
                        durable);
        FunctionUses.measure(events, deliveries, base.observation().metrics());
        Background<Sandboxes> sandboxes = base.sandboxes();
        base.observation()
                .metrics()
                .gauge(
                        "gatehouse.sandboxes.ready",
                        "Sandboxes that are made ahead and not taken yet",
                        () -> sandboxes.await().ready());
        this.lambda =
                new LambdaService(
                        base.store(),
                        packages,
                        new Images(settings.registries(), images),
                        catalog,
                        runtimes::prepare,
                        new FileSystems(settings.fileSystems()),
                        settings.updateDelay(),
                        clock);
    }

    private Environments environments(
            Foundation base, IdentityWiring identity, TelemetryWiring telemetry) {
        Config.Functions settings = config.functions();
        return new Environments(
                new EnvironmentSources(
                        runtimes,
                        isolation,
                        version -> encryption.open(codeEncryption.open(version)),
                        identity.roleCredentials(),
                        relay,
                        telemetry.functionLogs(),
                        observed.and(new FacadeSegments(observed.segments(telemetry.traces())))),
                base.loops().all(),
                schedule(settings),
                new Debugging(settings.environments().languages().debug(), clock),
                clock);
    }

    Service service(IdentityWiring identity, AwsServices services) {
        return lambda.service(
                observed.calls(invoker),
                durable,
                new PackageObjects(services),
                new AccountResources(
                        role -> assumable(identity.serviceRoles(), role),
                        new DestinationRules(roleCalls),
                        encryption,
                        codeEncryption,
                        new Networks(services, roleCalls::authorize)),
                downloads,
                new LambdaQuotas(
                        config.functions().concurrency().account(),
                        LambdaQuotas.AWS.unreservedMinimum(),
                        LambdaQuotas.AWS.totalCodeBytes(),
                        config.functions().callerRates()),
                config.functions().retiredRuntimes());
    }

    /** The functions and their policies, for decisions about them. */
    ServiceAccess access() {
        return new FunctionAccess(catalog, documents);
    }

    FunctionInvoker invoker() {
        return observed.calls(invoker);
    }

    /** What serves function URLs. */
    FunctionUrls urls(Callers callers, RequestListener requests) {
        Failures failures = new Failures(clock);
        long longest = InvokeSettings.DEFAULTS.synchronousBytes();
        PayloadLimits limits =
                new PayloadLimits(longest, Runtime.getRuntime().maxMemory() / LARGE_BODIES_SHARE);
        UrlPipeline pipeline =
                new UrlPipeline(
                        invoker(),
                        new UrlAccess(callers, clock),
                        new RequestBodies(limits),
                        failures,
                        longest);
        return new UrlEdge(urls, new Exchanges(requests, failures, clock), pipeline);
    }

    CodeDownloads downloads() {
        return downloads;
    }

    /** Packages that change under the functions that run them. */
    LiveCode liveCode() {
        return lambda.liveCode();
    }

    SandboxReport report() {
        return isolation.get().sandboxes().report();
    }

    /**
     * Returns once functions can be run.
     *
     * @throws SettingsException this machine does not allow the isolation the settings insist on
     */
    void awaitIsolation() {
        isolation.get();
    }

    /** Puts the stored functions in force. */
    void start() {
        lambda.start();
        events.start(observed.runs(invoker.eventRuns()));
        durable.start(observed.runs(invoker.eventRuns()), roleCalls, deliveries);
    }

    /** The sandboxes' AWS endpoints lead to the node's listeners from now on. */
    void serveSandboxesFrom(EdgeWiring edge) {
        relay.connect(edge::sandboxPort, edge::securePort);
    }

    @Override
    public void close() {
        lambda.close();
        durable.close();
        events.close();
        runtimes.close();
        environments.close();
    }

    /** Where AWS's names are the machine's, programs trust whom the machine trusts. */
    private static Isolation isolation(Foundation base) {
        Sandboxes sandboxes = base.sandboxes().await();
        boolean own = sandboxes.report().level() != SandboxLevel.PROCESS;
        SandboxTrust trust =
                own && base.config().functions().environments().awsNames()
                        ? SandboxTrust.in(
                                base.folder().trust(), () -> base.authority().get().certificate())
                        : SandboxTrust.NONE;
        return new Isolation(sandboxes, trust);
    }

    private static boolean assumable(ServiceRoles roles, Arn role) {
        return roles.assume(role, "lambda.amazonaws.com", "lambda", null).isPresent();
    }

    private static ScheduleSettings schedule(Config.Functions settings) {
        EnvironmentSettings usual = EnvironmentSettings.DEFAULTS;
        return new ScheduleSettings(
                settings.concurrency(),
                EnvironmentLimits.of(settings.environments().memoryMb()),
                ScheduleSettings.defaults().startsAtOnce(),
                new EnvironmentSettings(
                        usual.initPhase(),
                        settings.environments().idleTimeout(),
                        settings.environments().longestLife(),
                        usual.responseBytes(),
                        settings.environments().cpu(),
                        settings.environments().insights()));
    }
}
