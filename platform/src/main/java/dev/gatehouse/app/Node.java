package dev.gatehouse.app;

import dev.gatehouse.app.EdgeWiring.ControlPlanes;
import dev.gatehouse.app.engine.Engine;
import dev.gatehouse.app.engine.EngineCalls;
import dev.gatehouse.app.engine.EngineEndpoints;
import dev.gatehouse.app.services.EventBusAccess;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.RootKeys;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.NodeServices;
import dev.gatehouse.cloudformation.CloudFormationService;
import dev.gatehouse.cloudformation.control.CloudControlService;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.cloudtrail.CloudTrailService;
import dev.gatehouse.ecr.EcrService;
import dev.gatehouse.gateway.apigateway.RestService;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.usage.UsageLedger;
import dev.gatehouse.gateway.apigatewayv2.HttpService;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.http.tls.CertificateAuthority;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.names.AwsNames;
import dev.gatehouse.lambda.registry.LiveCode;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.logs.LogsService;
import dev.gatehouse.metrics.EmbeddedMetrics;
import dev.gatehouse.metrics.MetricsService;
import dev.gatehouse.observe.Metrics;
import dev.gatehouse.observe.Observation;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.s3.S3Service;
import dev.gatehouse.ssm.SsmService;
import dev.gatehouse.store.StoreException;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.ServiceDirectory;
import dev.gatehouse.xray.StageSegments;
import dev.gatehouse.xray.TraceStore;
import dev.gatehouse.xray.XRayService;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node. Construction reads top to bottom: what is kept, who is who, APIs, functions, and
 * last, once sandboxes are there too, the listener, so that nothing is served before everything is.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Config config;
    private final DataFolder folder;
    private final FunctionsWiring functions;
    private final EdgeWiring edge;
    private final GatewayEdge gateway;
    private final Engine engine;
    private final ControlPlanes planes;
    private final List<Service> services;

    /** What to close, last opened first. */
    private final Deque<AutoCloseable> opened;

    private Node(Config config, Deque<AutoCloseable> opened) {
        this.config = config;
        this.opened = opened;
        this.folder = opened(DataFolder.lock(config.data()));
        Clock clock = Clock.SYSTEM;
        Background<Sandboxes> sandboxes =
                opened(
                        Background.open(
                                "sandboxes",
                                () ->
                                        SandboxStart.open(
                                                config.functions().environments(), folder)));
        Background<EventLoops> loops =
                opened(
                        Background.open(
                                "loops", () -> new EventLoops(config.listen().eventLoops())));
        SqlStore store = opened(store(config, folder));
        StoreBond.tie(folder, store, config.store().adopt());
        Once<CertificateAuthority> authority = new Once<>(() -> authority(folder, clock));
        Observation observation = opened(observation(config, clock));
        Foundation base =
                new Foundation(
                        config, folder, sandboxes, store, loops, observation, authority, clock);

        LogsService logs = opened(new LogsService(store, folder.logs(), clock));
        EmbeddedMetrics embedded = new EmbeddedMetrics(logs.sink());
        MetricsService metrics =
                opened(
                        new MetricsService(
                                store, folder.metrics(), observation.with(embedded), clock));
        IdentityWiring identity = opened(new IdentityWiring(base));
        this.engine = opened(new Engine(folder.neighbours(), clock));
        EngineEndpoints endpoints =
                new EngineEndpoints(
                        config.elsewhere().endpoints(), config.elsewhere().engine(), engine);
        AwsServices aws =
                opened(
                        new AwsServices(
                                new NodeServices(this::controlPlane, this::authority),
                                endpoints,
                                identity.rootKey(),
                                clock));
        PlanTable plans = new PlanTable(config.apis().privateTargets());
        Stacks stacks = new Stacks(store, aws, identity.serviceRoles(), identity.secrets(), clock);
        Service rest =
                RestService.open(
                        store,
                        plans,
                        RestLimits.AWS
                                .withResources(config.apis().routes())
                                .withApiKeys(config.apis().apiKeys()),
                        service -> serves(aws, service),
                        this::tests,
                        identity.secrets(),
                        clock);
        opened(new UsageLedger(store, plans.usage(), clock));
        Service http =
                HttpService.open(
                        store,
                        plans,
                        HttpLimits.AWS.withRoutes(config.apis().routes()),
                        service -> serves(aws, service),
                        clock);
        S3Service objects =
                opened(new S3Service(store, folder.objects(), identity.objectRights(), clock));
        TraceStore traces = new TraceStore(clock);
        observation.add(new StageSegments(traces, clock));
        this.functions = opened(new FunctionsWiring(base, identity, aws, embedded, traces));

        this.services = new ArrayList<>(identity.services());
        services.add(functions.service(identity, aws));
        services.addAll(List.of(rest, http, logs.service(), metrics.service(), objects.service()));
        services.add(CloudFormationService.of(stacks, aws));
        services.add(CloudControlService.of(store, aws, stacks.responses(), clock));
        services.add(CloudTrailService.of(logs.history(), clock));
        SsmService parameters = new SsmService(store, identity.secrets(), clock);
        if (!aws.isElsewhere("ssm")) {
            services.add(parameters.service());
        }
        if (!aws.isElsewhere("xray")) {
            services.add(XRayService.of(traces, clock));
        }
        EcrService images = new EcrService(store, clock);
        if (!aws.isElsewhere("ecr")) {
            services.add(images.service());
        }
        this.planes =
                identity.controlPlanes(
                        new ServiceDirectory(services),
                        Map.of(
                                "events",
                                new EventBusAccess(),
                                "s3",
                                objects.access(),
                                "lambda",
                                functions.access(),
                                "ssm",
                                parameters.access(),
                                "ecr",
                                images.access(),
                                "logs",
                                logs.access()),
                        logs.sink(),
                        config.elsewhere().engine().isEmpty()
                                ? Beside.NOTHING
                                : new EngineCalls(endpoints, engine, aws));

        functions.start();
        Callers callers = identity.callers(logs.sink());
        this.gateway =
                new GatewayEdge(
                        plans,
                        functions.invoker(),
                        identity.integrationRoles(),
                        new ServiceRequests(aws),
                        callers,
                        functions.urls(callers, observation.requests()),
                        logs.sink(),
                        base);
        NodePages pages = new NodePages(this, functions.downloads(), stacks.responses());
        functions.awaitIsolation();
        this.edge = opened(new EdgeWiring(base, planes, gateway, pages));
        functions.serveSandboxesFrom(edge);
        // Last: what goes on with a stack calls every service, and tells the address of this one.
        opened(stacks).recover();
        observe(store, observation.metrics());
        base.loops().tick(observation.metrics().loopLag());
        FirstUse.loadInBackground(observation.metrics());
    }

    /**
     * Starts a node; it serves requests when this returns.
     *
     * @throws SettingsException the node cannot start as it was told; the message says why
     */
    public static Node start(Config config) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return new Node(config, opened);
        } catch (StoreException failure) {
            closeAll(opened);
            throw new SettingsException(String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            closeAll(opened);
            throw failure;
        }
    }

    public Config config() {
        return config;
    }

    /** The port it listens on. */
    public int port() {
        return edge.port();
    }

    /** The isolation that functions get. */
    public SandboxReport sandbox() {
        return functions.report();
    }

    /** Its functions' packages, for who works in them. */
    LiveCode liveCode() {
        return functions.liveCode();
    }

    /** What serves its neighbours in development. */
    Engine engine() {
        return engine;
    }

    /** The services it offers, with the operations it implements. */
    public List<Service> services() {
        return List.copyOf(services);
    }

    /** Stops taking requests, ends every environment and gives up the data folder. */
    @Override
    public void close() {
        closeAll(opened);
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception problem) {
                LOG.warn("not everything could be stopped", problem);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private static CertificateAuthority authority(DataFolder folder, Clock clock) {
        return CertificateAuthority.in(folder.authority(), AwsNames.DOMAINS, clock);
    }

    private static void observe(SqlStore store, Metrics metrics) {
        metrics.counter(
                "gatehouse.store.commits",
                "Transactions that were committed, single writes included",
                () -> store.load().commits());
        metrics.counter(
                "gatehouse.store.commit.seconds",
                "What commits took together, with what they waited for each other",
                () -> store.load().seconds());
    }

    private static Observation observation(Config config, Clock clock) {
        Config.Observed observed = config.listen().observed();
        try {
            return Observation.open(
                    observed.accessLog(),
                    observed.lines() ? System.out : null,
                    observed.traces(),
                    clock);
        } catch (UncheckedIOException problem) {
            throw new SettingsException(String.valueOf(problem.getMessage()));
        }
    }

    private boolean serves(AwsServices aws, String service) {
        return aws.isElsewhere(service)
                || services.stream().anyMatch(own -> own.model().signingName().equals(service));
    }

    private TestCalls tests() {
        return gateway;
    }

    private ControlPlane controlPlane() {
        return planes.clients();
    }

    /** Under which host and port clients know it. */
    private String authority() {
        return "localhost:" + port();
    }

    /** What the command line of this process signs with. */
    AccessKey rootKey() {
        RootKeys root = config.root();
        return root.own() == null && !root.wellKnown() ? folder.rootKey() : root.outward();
    }

    private static SqlStore store(Config config, DataFolder folder) {
        try {
            return SqlStore.open(
                    config.store().url().equals("sqlite")
                            ? "sqlite:" + folder.database()
                            : config.store().url(),
                    config.store().patience(),
                    folder.node());
        } catch (StoreException | IllegalArgumentException problem) {
            throw new SettingsException(String.valueOf(problem.getMessage()));
        }
    }
}
