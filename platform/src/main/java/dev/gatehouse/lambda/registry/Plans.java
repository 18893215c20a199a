package dev.gatehouse.lambda.registry;

import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.image.Images;
import dev.gatehouse.lambda.model.FileSystemSettings;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.LoggingSettings;
import dev.gatehouse.lambda.model.PolicyJson;
import dev.gatehouse.lambda.model.Progress;
import dev.gatehouse.lambda.model.SourceKey;
import dev.gatehouse.lambda.model.StoredAlias;
import dev.gatehouse.lambda.model.StoredEventConfig;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredUrl;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.lambda.model.VersionConfiguration;
import dev.gatehouse.lambda.plan.FileSystem;
import dev.gatehouse.lambda.plan.FileSystems;
import dev.gatehouse.lambda.plan.FunctionAlias;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionLaunch;
import dev.gatehouse.lambda.plan.FunctionLogging;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Makes of a stored function what the data plane runs, and publishes it. */
public final class Plans {
    private static final int STRIPES = 64;

    private final FunctionDocuments documents;
    private final CodeStore packages;
    private final FunctionCatalog catalog;
    private final FileSystems fileSystems;

    /** One publication of a function at a time, so that the last one shows the newest state. */
    private final Object[] stripes = new Object[STRIPES];

    /**
     * @param fileSystems folders that stand for file systems
     */
    public Plans(
            FunctionDocuments documents,
            CodeStore packages,
            FunctionCatalog catalog,
            FileSystems fileSystems) {
        this.fileSystems = fileSystems;
        this.documents = documents;
        this.packages = packages;
        this.catalog = catalog;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    /** Publishes the function as the store has it now, or withdraws it when it is gone. */
    void publish(FunctionReference function) {
        publish(function, UnaryOperator.identity());
    }

    /** Publishes the function as the store will have it after a change of its versions. */
    void publish(FunctionReference function, UnaryOperator<StoredVersion> change) {
        Object stripe = stripes[Math.floorMod(function.function().hashCode(), STRIPES)];
        synchronized (stripe) {
            Optional<StoredFunction> stored = documents.find(function);
            if (stored.isEmpty()) {
                catalog.remove(function.function());
                return;
            }
            StoredFunction now = stored.get();
            publish(
                    function,
                    now.withLatest(change.apply(now.latest())),
                    new Family(
                            documents.published(function).stream().map(change).toList(),
                            documents.aliases(function),
                            documents.urls(function),
                            documents.eventConfigs(function)));
        }
    }

    /** What belongs to a function beside itself. */
    record Family(
            List<StoredVersion> published,
            List<StoredAlias> aliases,
            List<StoredUrl> urls,
            List<StoredEventConfig> eventConfigs) {}

    /** Publishes what was read already, at start. */
    void publish(FunctionReference function, StoredFunction stored, Family family) {
        Arn arn = function.function();
        Map<String, FunctionVersion> versions = new HashMap<>();
        boolean recursive = stored.settings().recursiveLoop().equals("Allow");
        versions.put(FunctionVersion.LATEST, version(arn, stored.latest(), recursive));
        family.published()
                .forEach(each -> versions.put(each.version(), version(arn, each, recursive)));
        Map<String, FunctionAlias> names = new HashMap<>();
        family.aliases()
                .forEach(
                        each ->
                                names.put(
                                        each.name(),
                                        new FunctionAlias(each.functionVersion(), each.weights())));
        Integer reserved = stored.settings().reservedConcurrency();
        catalog.publish(
                new FunctionPlan(
                        arn,
                        versions,
                        names,
                        policies(arn, stored),
                        provisioned(stored),
                        reserved == null ? OptionalInt.empty() : OptionalInt.of(reserved),
                        family.urls().stream().map(UrlPlans::of).toList(),
                        EventPlans.of(stored.latest(), family)));
    }

    /** By version or alias. */
    private static Map<String, Integer> provisioned(StoredFunction stored) {
        Map<String, Integer> executions = new HashMap<>();
        stored.settings()
                .provisioned()
                .forEach((qualifier, kept) -> executions.put(qualifier, kept.executions()));
        return executions;
    }

    private FunctionVersion version(Arn function, StoredVersion stored, boolean recursionAllowed) {
        VersionConfiguration configuration = stored.configuration();
        return new FunctionVersion(
                function,
                stored.version(),
                revision(stored),
                code(stored.code(), configuration),
                launch(configuration, recursionAllowed),
                configuration.resources(),
                logging(configuration.logging()),
                state(stored.progress()));
    }

    /** Another one for each state of a package that somebody works in, too. */
    private String revision(StoredVersion stored) {
        StringBuilder revision = new StringBuilder(stored.deploymentId());
        revision.append(packages.edition(stored.code().key()));
        stored.configuration()
                .layers()
                .forEach(layer -> revision.append(packages.edition(layer.code())));
        return revision.toString();
    }

    private FunctionCode code(VersionCode code, VersionConfiguration configuration) {
        Path tree = packages.tree(code.key());
        String architecture = configuration.launch().architecture();
        if (code.imageUri() != null) {
            Path root = tree.resolve(Images.ROOT);
            // Extensions are looked for in layers; an image has them where layers would be.
            return new FunctionCode(root, List.of(root.resolve("opt")), architecture);
        }
        List<Path> layers =
                configuration.layers().stream()
                        .map(LayerReference::code)
                        .map(packages::tree)
                        .toList();
        SourceKey key = code.sourceKey();
        return new FunctionCode(
                tree,
                layers,
                architecture,
                mounted(configuration.launch().fileSystems()),
                key == null ? null : key.sealed());
    }

    /** One whose folder is no longer set is not there; where it was, the function finds nothing. */
    private List<FileSystem> mounted(List<FileSystemSettings> wanted) {
        List<FileSystem> mounted = new ArrayList<>();
        for (FileSystemSettings each : wanted) {
            fileSystems
                    .folder(each.arn())
                    .ifPresent(folder -> mounted.add(new FileSystem(folder, each.path())));
        }
        return mounted;
    }

    private static FunctionLaunch launch(
            VersionConfiguration configuration, boolean recursionAllowed) {
        Map<String, String> environment = configuration.environment();
        return new FunctionLaunch(
                configuration.launch().runtime(),
                configuration.launch().handler(),
                environment == null ? Map.of() : environment,
                Arn.parse(configuration.launch().role()).orElseThrow(),
                configuration.launch().image(),
                recursionAllowed,
                configuration.tracing().equals("Active"));
    }

    private static FunctionLogging logging(LoggingSettings logging) {
        if (!logging.format().equals(LoggingSettings.JSON)) {
            return FunctionLogging.text(logging.group());
        }
        return new FunctionLogging(
                logging.group(),
                FunctionLogging.Format.JSON,
                Objects.requireNonNullElse(logging.applicationLevel(), "INFO"),
                Objects.requireNonNullElse(logging.systemLevel(), "INFO"));
    }

    private static FunctionState state(Progress progress) {
        return switch (progress) {
            case CREATING -> FunctionState.PENDING;
            case READY, UPDATING -> FunctionState.ACTIVE;
            case FAILED -> FunctionState.FAILED;
        };
    }

    /**
     * The resource policies, compiled. A statement with a condition on the caller that the data
     * plane cannot tell permits nothing there.
     */
    private static Map<String, Policy> policies(Arn function, StoredFunction stored) {
        Map<String, Policy> policies = new HashMap<>();
        stored.policies()
                .forEach(
                        (qualifier, policy) ->
                                policies.put(
                                        qualifier,
                                        Policy.of(
                                                PolicyJson.policy(
                                                        policy, qualified(function, qualifier)))));
        return policies;
    }

    private static Arn qualified(Arn function, String qualifier) {
        return qualifier.isEmpty()
                ? function
                : new Arn(
                        function.partition(),
                        function.service(),
                        function.region(),
                        function.account(),
                        function.resource() + ':' + qualifier);
    }
}
