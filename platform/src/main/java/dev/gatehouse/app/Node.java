package dev.gatehouse.app;

import dev.gatehouse.app.EdgeWiring.ControlPlanes;
import dev.gatehouse.app.engine.EndpointCalls;
import dev.gatehouse.app.engine.Engine;
import dev.gatehouse.app.engine.EngineEndpoints;
import dev.gatehouse.app.engine.PoolEndpoint;
import dev.gatehouse.app.lifecycle.Opened;
import dev.gatehouse.app.services.DeliveryStreams;
import dev.gatehouse.app.services.EventBusAccess;
import dev.gatehouse.app.services.MachineAccess;
import dev.gatehouse.app.services.PushSources;
import dev.gatehouse.app.services.PushedEvents;
import dev.gatehouse.app.services.table.TableAccess;
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
import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kms.KmsService;
import dev.gatehouse.lambda.registry.LiveCode;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.scaling.ScalingService;
import dev.gatehouse.secretsmanager.SecretsManagerService;
import dev.gatehouse.ssm.SsmService;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreException;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.Service;
import dev.gatehouse.xray.XRayService;
import java.util.List;

/**
 * A running node. Construction reads top to bottom: what is kept, who is who, APIs, functions, and
 * last, once sandboxes are there too, the listener, so that nothing is served before everything is.
 */
public final class Node implements AutoCloseable {
    private final Config config;
    private final Foundation base;
    private final FunctionsWiring functions;
    private final PushTargets targets;
    private final PushSources sources;
    private final EdgeWiring edge;
    private final GatewayEdge gateway;
    private final Engine engine;
    private final ControlPlanes planes;
    private final OfferedServices services;

    private final Opened opened;

    private Node(Config config, Opened opened) {
        this.config = config;
        this.opened = opened;
        this.base = Foundation.open(config, opened);
        TelemetryWiring telemetry = opened.add(new TelemetryWiring(base));
        IdentityWiring identity = opened.add(new IdentityWiring(base));
        this.engine =
                opened.add(
                        new Engine(
                                base.folder().neighbours(), this::functionTargets, base.clock()));
        EngineEndpoints endpoints =
                new EngineEndpoints(
                        config.elsewhere().endpoints(), config.elsewhere().engine(), engine);
        AwsServices aws = opened.add(services(endpoints, identity));
        this.services = new OfferedServices(aws);
        ApisWiring apis =
                opened.add(new ApisWiring(base, identity.secrets(), services::reach, this::tests));
        Stacks stacks = stacks(identity, aws);
        EcrService images = new EcrService(base.store(), base.folder().images(), base.clock());
        this.functions =
                opened.add(new FunctionsWiring(base, identity, aws, telemetry, images.images()));
        this.targets = new PushedEvents(functions.invoker(), aws);
        this.sources = opened.add(pushSources(identity, aws));
        ScalingService scaling = opened.add(new ScalingService(base.store(), aws, base.clock()));
        identity.offer(services);
        services.add(functions.service(identity, aws))
                .judge("lambda", functions.access())
                .add(apis.services())
                .add("applicationautoscaling", scaling::service)
                .judge("applicationautoscaling", scaling.access())
                .addUnlessElsewhere("ecr", images::service)
                .judge("ecr", images.access());
        telemetry.offer(services);
        offerTheRest(identity, telemetry, aws, stacks);
        Beside beside =
                config.elsewhere().isNothing() ? Beside.NOTHING : new EndpointCalls(endpoints, aws);
        this.planes = identity.controlPlanes(services, telemetry.logs().sink(), beside);

        functions.start();
        sources.start();
        PoolEndpoint pools =
                new PoolEndpoint(config.elsewhere().endpoints(), endpoints, base.loops().vertx());
        this.gateway = gateway(apis.plans(), identity, aws, pools, telemetry.logs().sink());
        NodePages pages = new NodePages(this, functions.downloads(), stacks.responses());
        functions.awaitIsolation();
        this.edge =
                opened.add(
                        new EdgeWiring(base, planes, gateway, pages, images.registry(aws), pools));
        functions.serveSandboxesFrom(edge);
        // Last: what goes on with a stack calls every service, and tells the address of this one.
        opened.add(stacks).recover();
        telemetry.act(functions.invoker(), aws);
        scaling.start();
        base.loops().tick(base.observation().metrics().loopLag());
        FirstUse.loadInBackground(base.observation().metrics());
    }

    private PushSources pushSources(IdentityWiring identity, AwsServices aws) {
        return new PushSources(
                base.store(),
                base.folder().objects(),
                identity.objectRights(),
                targets,
                aws,
                identity.serviceRoles(),
                base.clock());
    }

    /** The way to AWS's services, this node's own among them. */
    private AwsServices services(EngineEndpoints endpoints, IdentityWiring identity) {
        return new AwsServices(
                new NodeServices(this::controlPlane, this::authority),
                endpoints,
                identity.rootKey(),
                base.clock());
    }

    private Stacks stacks(IdentityWiring identity, AwsServices aws) {
        return new Stacks(
                base.store(), aws, identity.serviceRoles(), identity.secrets(), base.clock());
    }

    private void offerTheRest(
            IdentityWiring identity, TelemetryWiring telemetry, AwsServices aws, Stacks stacks) {
        Store store = base.store();
        Clock clock = base.clock();
        SsmService parameters = new SsmService(store, identity.secrets(), aws, clock);
        KmsService keys = new KmsService(store, identity.secrets(), clock);
        SecretsManagerService secrets =
                new SecretsManagerService(store, identity.secrets(), aws, clock);
        services.add("s3", sources.objects()::service)
                .judge("s3", sources.objects().access())
                .add("cloudformation", () -> CloudFormationService.of(stacks, aws))
                .judge("cloudformation", stacks.access())
                .add(
                        "cloudcontrol",
                        () -> CloudControlService.of(store, aws, stacks.responses(), clock))
                .add("cloudtrail", () -> CloudTrailService.of(telemetry.logs().history(), clock))
                .addUnlessElsewhere("ssm", parameters::service)
                .judge("ssm", parameters.access())
                .addUnlessElsewhere("kms", keys::service)
                .judge("kms", keys.access())
                .addUnlessElsewhere("secretsmanager", secrets::service)
                .judge("secretsmanager", secrets.access())
                .addUnlessElsewhere("xray", () -> XRayService.of(telemetry.traces(), clock))
                .addUnlessElsewhere("events", sources.events()::service)
                .addUnlessElsewhere("scheduler", sources.schedules()::service)
                .judge("scheduler", sources.schedules().access())
                .judge("events", new EventBusAccess(store))
                .judge("dynamodb", new TableAccess(aws))
                .judge("states", new MachineAccess());
    }

    private GatewayEdge gateway(
            PlanTable plans,
            IdentityWiring identity,
            AwsServices aws,
            PoolEndpoint pools,
            LogSink logs) {
        Callers callers = identity.callers(logs);
        DeliveryStreams streams = opened.add(new DeliveryStreams(aws, base.clock()));
        base.observation()
                .metrics()
                .counter(
                        "gatehouse.records.dropped",
                        "Records for delivery streams that were dropped",
                        streams::dropped);
        return new GatewayEdge(
                plans,
                functions.invoker(),
                new GatewayEdge.Outward(
                        identity.integrationRoles(), new ServiceRequests(aws), pools),
                callers,
                functions.urls(callers, base.observation().requests()),
                new Gateway.Outlets(logs, streams),
                base);
    }

    /**
     * Starts a node; it serves requests when this returns.
     *
     * @throws SettingsException the node cannot start as it was told; the message says why
     */
    public static Node start(Config config) {
        Opened opened = new Opened();
        try {
            return new Node(config, opened);
        } catch (StoreException failure) {
            opened.close();
            throw new SettingsException(String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            opened.close();
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
        return services.all();
    }

    /** Stops taking requests, ends every environment and gives up the data folder. */
    @Override
    public void close() {
        opened.close();
    }

    private PushTargets functionTargets() {
        return targets;
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
        return root.own() == null && !root.wellKnown() ? base.folder().rootKey() : root.outward();
    }
}
