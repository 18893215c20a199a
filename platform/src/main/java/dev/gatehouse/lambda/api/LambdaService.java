package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.api.concurrency.ProvisionedConcurrencyConfigs;
import dev.gatehouse.lambda.api.concurrency.ProvisionedRules;
import dev.gatehouse.lambda.api.durable.DurableCalls;
import dev.gatehouse.lambda.api.durable.DurableExecutionReads;
import dev.gatehouse.lambda.api.event.EventInvokeConfigs;
import dev.gatehouse.lambda.api.signing.CodeSigningConfigs;
import dev.gatehouse.lambda.api.signing.FunctionCodeSigning;
import dev.gatehouse.lambda.api.url.FunctionUrlConfigs;
import dev.gatehouse.lambda.code.CodeDownloads;
import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.code.ObjectSource;
import dev.gatehouse.lambda.code.PackagePreparation;
import dev.gatehouse.lambda.configuration.AccountResources;
import dev.gatehouse.lambda.configuration.ConfigurationRules;
import dev.gatehouse.lambda.configuration.LayerRules;
import dev.gatehouse.lambda.durable.DurableExecutions;
import dev.gatehouse.lambda.image.ImageStore;
import dev.gatehouse.lambda.image.Images;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.plan.FileSystems;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.registry.Activations;
import dev.gatehouse.lambda.registry.ChangesElsewhere;
import dev.gatehouse.lambda.registry.CodeSweep;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.lambda.registry.LiveCode;
import dev.gatehouse.lambda.registry.Plans;
import dev.gatehouse.lambda.registry.Retries;
import dev.gatehouse.lambda.registry.StartUp;
import dev.gatehouse.lambda.signing.CodeSigningDocuments;
import dev.gatehouse.lambda.signing.SignatureRules;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import java.time.Duration;

/**
 * Lambda's control plane: the list of its operations, and the functions that were there before,
 * published when it starts.
 */
public final class LambdaService implements AutoCloseable {
    /** Recorded from AWS: 50 MB of a package in base64, and what is beside it. */
    private static final int REQUEST_BYTES = 70_167_211;

    private final Store store;
    private final CodeStore packages;
    private final FileSystems fileSystems;
    private final ImageStore images;
    private final Clock clock;
    private final FunctionCatalog catalog;
    private final CodeSweep sweep;
    private final FunctionRegistry registry;
    private final Plans plans;
    private final ChangesElsewhere elsewhere;
    private final Retries retries = new Retries();
    private final Activations activations;

    /**
     * @param store where functions are kept
     * @param packages where their packages are kept
     * @param images where images come from
     * @param catalog where the data plane finds them
     * @param preparation what is done to a package before a version runs from it
     * @param fileSystems folders that stand for file systems
     * @param updateDelay how long an update of a function stays in progress at least
     */
    public LambdaService(
            Store store,
            CodeStore packages,
            Images images,
            FunctionCatalog catalog,
            PackagePreparation preparation,
            FileSystems fileSystems,
            Duration updateDelay,
            Clock clock) {
        this.store = store;
        this.packages = packages;
        this.fileSystems = fileSystems;
        this.images = new ImageStore(packages, images);
        this.clock = clock;
        this.catalog = catalog;
        this.sweep = new CodeSweep(store, packages);
        FunctionDocuments documents = FunctionDocuments.of(store);
        this.plans = new Plans(documents, packages, catalog, fileSystems);
        this.elsewhere = new ChangesElsewhere(documents, plans, catalog);
        this.registry = new FunctionRegistry(store, documents, plans, retries);
        this.activations =
                new Activations(registry, packages, this.images, preparation, updateDelay, retries);
    }

    /**
     * The service's operations.
     *
     * @param invoker runs functions
     * @param durable the durable executions
     * @param objects where packages named by bucket and key come from
     * @param account what of it functions may name
     * @param downloads makes the links to packages in responses
     * @param quotas what an account may use
     * @param retiredRuntimes whether functions of runtimes that AWS has retired can be made
     */
    public Service service(
            FunctionInvoker invoker,
            DurableExecutions durable,
            ObjectSource objects,
            AccountResources account,
            CodeDownloads downloads,
            LambdaQuotas quotas,
            boolean retiredRuntimes) {
        LayerDocuments layerDocuments = LayerDocuments.of(store);
        CodeQuotas room = new CodeQuotas(store, packages.limits(), quotas.totalCodeBytes());
        CodeIntake intake = new CodeIntake(packages, objects, images, account.packages());
        ConfigurationRules rules =
                new ConfigurationRules(
                        new LayerRules(layerDocuments), account, fileSystems, retiredRuntimes);
        Service.Builder service = Service.of(Lambda.MODEL).bodiesUpTo(REQUEST_BYTES);
        if (quotas.callerRates()) {
            service.inspecting(new CallerRates(clock)::check);
        }
        CodeSigningDocuments signing = CodeSigningDocuments.of(store);
        SignatureRules signatures = new SignatureRules(signing, packages);
        FunctionResponses responses = new FunctionResponses(account.encryption());
        changes(service, rules, intake, room, signatures, responses);
        codeSigning(service, signing, new FunctionCodeSigning(registry, signing, signatures));
        functions(service, new Functions(registry, downloads, responses, account.packages()));
        versions(service, new Versions(registry, room, responses), new Tags(registry, signing));
        settings(service, new AccountSettings(registry, quotas, room), quotas);
        provisioned(
                service,
                new ProvisionedConcurrencyConfigs(
                        registry,
                        catalog,
                        new ProvisionedRules(
                                quotas.concurrentExecutions(), quotas.unreservedMinimum()),
                        clock));
        urls(service, new FunctionUrlConfigs(registry, clock));
        events(service, new EventInvokeConfigs(registry, account.destinations(), clock));
        layers(service, new Layers(store, intake, room, new LayerResponses(downloads), clock));
        layerPermissions(service, new LayerPermissions(layerDocuments));
        new DurableCalls(durable.checkpoints(), durable.callbacks()).serve(service);
        new DurableExecutionReads(durable.executions(), durable.list(), FunctionDocuments.of(store))
                .serve(service);
        Invocations invocations = new Invocations(invoker);
        return service.onFuture(Lambda.INVOKE, invocations::invoke)
                .on(Lambda.INVOKE_ASYNC, invocations::invokeAsync)
                .onEvents(Lambda.INVOKE_WITH_RESPONSE_STREAM, invocations::stream)
                .build();
    }

    /**
     * Publishes the stored functions, finishes what a killed node left undone, and sweeps packages
     * from then on.
     */
    public void start() {
        store.changes().subscribe(FunctionDocuments.KINDS, elsewhere);
        new StartUp(store, plans, activations).run();
        sweep.start();
    }

    /** Packages that change under the functions that run them. */
    public LiveCode liveCode() {
        return new LiveCode(packages, plans, catalog);
    }

    private void changes(
            Service.Builder service,
            ConfigurationRules rules,
            CodeIntake intake,
            CodeQuotas room,
            SignatureRules signatures,
            FunctionResponses responses) {
        FunctionCreation creation =
                new FunctionCreation(
                        registry, rules, intake, room, signatures, activations, clock, responses);
        FunctionUpdates updates =
                new FunctionUpdates(
                        registry, rules, intake, room, signatures, activations, clock, responses);
        service.on(Lambda.CREATE_FUNCTION, creation::create)
                .on(Lambda.UPDATE_FUNCTION_CODE, updates::code)
                .on(Lambda.UPDATE_FUNCTION_CONFIGURATION, updates::configuration);
    }

    private static void functions(Service.Builder service, Functions functions) {
        service.on(Lambda.GET_FUNCTION, functions::get)
                .on(Lambda.GET_FUNCTION_CONFIGURATION, functions::configuration)
                .on(Lambda.LIST_FUNCTIONS, functions::list)
                .on(Lambda.DELETE_FUNCTION, functions::delete);
    }

    private void codeSigning(
            Service.Builder service, CodeSigningDocuments signing, FunctionCodeSigning functions) {
        CodeSigningConfigs configs = new CodeSigningConfigs(signing, functions, clock);
        service.on(Lambda.CREATE_CODE_SIGNING_CONFIG, configs::create)
                .on(Lambda.GET_CODE_SIGNING_CONFIG, configs::get)
                .on(Lambda.UPDATE_CODE_SIGNING_CONFIG, configs::update)
                .on(Lambda.LIST_CODE_SIGNING_CONFIGS, configs::list)
                .on(Lambda.DELETE_CODE_SIGNING_CONFIG, configs::delete)
                .on(Lambda.PUT_FUNCTION_CODE_SIGNING_CONFIG, functions::put)
                .on(Lambda.GET_FUNCTION_CODE_SIGNING_CONFIG, functions::get)
                .on(Lambda.DELETE_FUNCTION_CODE_SIGNING_CONFIG, functions::delete)
                .on(Lambda.LIST_FUNCTIONS_BY_CODE_SIGNING_CONFIG, functions::list);
    }

    private void versions(Service.Builder service, Versions versions, Tags tags) {
        Aliases aliases = new Aliases(registry);
        Permissions permissions = new Permissions(registry);
        service.on(Lambda.PUBLISH_VERSION, versions::publish)
                .on(Lambda.LIST_VERSIONS_BY_FUNCTION, versions::list)
                .on(Lambda.CREATE_ALIAS, aliases::create)
                .on(Lambda.GET_ALIAS, aliases::get)
                .on(Lambda.UPDATE_ALIAS, aliases::update)
                .on(Lambda.DELETE_ALIAS, aliases::delete)
                .on(Lambda.LIST_ALIASES, aliases::list)
                .on(Lambda.ADD_PERMISSION, permissions::add)
                .on(Lambda.REMOVE_PERMISSION, permissions::remove)
                .on(Lambda.GET_POLICY, permissions::get)
                .on(Lambda.TAG_RESOURCE, tags::tag)
                .on(Lambda.UNTAG_RESOURCE, tags::untag)
                .on(Lambda.LIST_TAGS, tags::list);
    }

    private void settings(Service.Builder service, AccountSettings account, LambdaQuotas quotas) {
        ReservedConcurrency concurrency = new ReservedConcurrency(registry, quotas);
        RuntimeSettings settings = new RuntimeSettings(registry);
        service.on(Lambda.PUT_FUNCTION_CONCURRENCY, concurrency::put)
                .on(Lambda.GET_FUNCTION_CONCURRENCY, concurrency::get)
                .on(Lambda.DELETE_FUNCTION_CONCURRENCY, concurrency::delete)
                .on(Lambda.GET_ACCOUNT_SETTINGS, account::get)
                .on(Lambda.PUT_FUNCTION_RECURSION_CONFIG, settings::putRecursion)
                .on(Lambda.GET_FUNCTION_RECURSION_CONFIG, settings::getRecursion)
                .on(Lambda.PUT_RUNTIME_MANAGEMENT_CONFIG, settings::putRuntimeManagement)
                .on(Lambda.GET_RUNTIME_MANAGEMENT_CONFIG, settings::getRuntimeManagement);
    }

    private static void events(Service.Builder service, EventInvokeConfigs events) {
        service.on(Lambda.PUT_FUNCTION_EVENT_INVOKE_CONFIG, events::put)
                .on(Lambda.UPDATE_FUNCTION_EVENT_INVOKE_CONFIG, events::update)
                .on(Lambda.GET_FUNCTION_EVENT_INVOKE_CONFIG, events::get)
                .on(Lambda.DELETE_FUNCTION_EVENT_INVOKE_CONFIG, events::delete)
                .on(Lambda.LIST_FUNCTION_EVENT_INVOKE_CONFIGS, events::list);
    }

    private static void provisioned(
            Service.Builder service, ProvisionedConcurrencyConfigs configs) {
        service.on(Lambda.PUT_PROVISIONED_CONCURRENCY_CONFIG, configs::put)
                .on(Lambda.GET_PROVISIONED_CONCURRENCY_CONFIG, configs::get)
                .on(Lambda.DELETE_PROVISIONED_CONCURRENCY_CONFIG, configs::delete)
                .on(Lambda.LIST_PROVISIONED_CONCURRENCY_CONFIGS, configs::list);
    }

    private static void urls(Service.Builder service, FunctionUrlConfigs urls) {
        service.on(Lambda.CREATE_FUNCTION_URL_CONFIG, urls::create)
                .on(Lambda.GET_FUNCTION_URL_CONFIG, urls::get)
                .on(Lambda.UPDATE_FUNCTION_URL_CONFIG, urls::update)
                .on(Lambda.DELETE_FUNCTION_URL_CONFIG, urls::delete)
                .on(Lambda.LIST_FUNCTION_URL_CONFIGS, urls::list);
    }

    private static void layers(Service.Builder service, Layers layers) {
        service.on(Lambda.PUBLISH_LAYER_VERSION, layers::publish)
                .on(Lambda.GET_LAYER_VERSION, layers::get)
                .on(Lambda.GET_LAYER_VERSION_BY_ARN, layers::getByArn)
                .on(Lambda.LIST_LAYERS, layers::list)
                .on(Lambda.LIST_LAYER_VERSIONS, layers::listVersions)
                .on(Lambda.DELETE_LAYER_VERSION, layers::delete);
    }

    private static void layerPermissions(Service.Builder service, LayerPermissions permissions) {
        service.on(Lambda.ADD_LAYER_VERSION_PERMISSION, permissions::add)
                .on(Lambda.GET_LAYER_VERSION_POLICY, permissions::get)
                .on(Lambda.REMOVE_LAYER_VERSION_PERMISSION, permissions::remove);
    }

    /** Waits for activations that are under way. */
    @Override
    public void close() {
        activations.close();
        retries.close();
        sweep.close();
    }
}
