package dev.gatehouse.lambda.configuration;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LaunchSettings;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.VersionConfiguration;
import dev.gatehouse.lambda.model.VpcSettings;
import dev.gatehouse.lambda.plan.FileSystems;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.ImageOverrides;
import dev.gatehouse.lambda.plan.SealedVariables;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what a caller wants into a whole configuration that Lambda accepts. */
public final class ConfigurationRules {
    private static final FunctionResources DEFAULT_RESOURCES = new FunctionResources(128, 3, 512);
    private static final int MOST_MEMORY_MB = 10_240;
    private static final int MOST_SECONDS = 900;
    private static final String PASS_THROUGH = "PassThrough";

    private final LayerRules layers;
    private final AccountResources account;
    private final FileSystems fileSystems;
    private final boolean retiredRuntimes;

    /**
     * @param layers which layers a function may have
     * @param account what of it a configuration may name
     * @param fileSystems folders that stand for file systems
     * @param retiredRuntimes whether runtimes that AWS has retired are accepted
     */
    public ConfigurationRules(
            LayerRules layers,
            AccountResources account,
            FileSystems fileSystems,
            boolean retiredRuntimes) {
        this.fileSystems = fileSystems;
        this.account = account;
        this.layers = layers;
        this.retiredRuntimes = retiredRuntimes;
    }

    /** The configuration of a new function. */
    public VersionConfiguration create(
            RequestContext caller,
            FunctionReference function,
            String architecture,
            ConfigurationChange wanted,
            boolean image) {
        VersionConfiguration blank =
                new VersionConfiguration(
                        "",
                        launch(architecture, wanted, image),
                        blank(wanted),
                        null,
                        List.of(),
                        LoggingRules.defaults(function.name()),
                        PASS_THROUGH,
                        null);
        return change(caller, function, blank, wanted);
    }

    private static FunctionResources blank(ConfigurationChange wanted) {
        return new FunctionResources(
                DEFAULT_RESOURCES.memoryMb(),
                DEFAULT_RESOURCES.timeoutSeconds(),
                DEFAULT_RESOURCES.ephemeralStorageMb(),
                DurableRules.create(wanted.resources().durable()),
                wanted.resources().perTenant(),
                false);
    }

    private static LaunchSettings launch(
            String architecture, ConfigurationChange wanted, boolean image) {
        String runtime = wanted.launch().runtime();
        String handler = wanted.launch().handler();
        String role = wanted.launch().role();
        if (image && role != null) {
            return new LaunchSettings(
                    LaunchSettings.IMAGE,
                    "",
                    role,
                    architecture,
                    null,
                    null,
                    ImageOverrides.NONE,
                    List.of());
        }
        if (runtime == null || handler == null || role == null) {
            throw LambdaErrors.invalidParameter(
                    "Runtime and Handler are mandatory parameters for functions created with"
                            + " deployment packages.");
        }
        return new LaunchSettings(runtime, handler, role, architecture);
    }

    /** What a configuration becomes. */
    public VersionConfiguration change(
            RequestContext caller,
            FunctionReference function,
            VersionConfiguration before,
            ConfigurationChange wanted) {
        Scope scope = function.scope();
        if (before.launch().isImage()) {
            requireNothingOfZips(wanted);
        } else if (wanted.launch().image() != null) {
            throw LambdaErrors.invalidParameter(
                    "Please don't provide ImageConfig when creating or updating a function with"
                            + " packageType Zip.");
        }
        if (wanted.launch().role() != null) {
            requireAssumable(scope, wanted.launch().role());
        }
        LaunchSettings launch =
                inNetwork(caller, wanted.launch(), wanted.launch().applyTo(before.launch()));
        FunctionResources resources = wanted.resources().applyTo(before.resources());
        if (!launch.isImage()) {
            requireRuntime(launch.runtime());
        }
        check(resources);
        SnapStartRules.check(launch, resources);
        FileSystemRules.check(scope.account(), launch, fileSystems);
        VersionConfiguration changed =
                new VersionConfiguration(
                        ConfigurationChange.or(wanted.description(), before.description()),
                        launch,
                        resources,
                        environment(before, wanted),
                        layers(scope, before, wanted),
                        LoggingRules.apply(before.logging(), wanted.logging()),
                        tracing(before, wanted),
                        deadLetters(scope, launch, before, wanted));
        return encrypted(caller, function.function(), before.launch().kmsKey(), changed);
    }

    private LaunchSettings inNetwork(
            RequestContext caller, ConfigurationChange.Launch wanted, LaunchSettings launch) {
        VpcSettings network = launch.vpc();
        return network == null || wanted.vpc() == null
                ? launch
                : launch.withVpc(account.networks().found(caller, launch.role(), network));
    }

    private void requireRuntime(String runtime) {
        Runtimes.require(runtime);
        if (!retiredRuntimes) {
            Runtimes.requireCurrent(runtime);
        }
    }

    private static void requireNothingOfZips(ConfigurationChange wanted) {
        boolean layers = wanted.layers() != null && !wanted.layers().isEmpty();
        if (wanted.launch().runtime() != null || wanted.launch().handler() != null || layers) {
            throw LambdaErrors.invalidParameter(
                    "Please don't provide Handler or Runtime or Layers when creating or updating a"
                            + " function with packageType Image.");
        }
    }

    private static void check(FunctionResources resources) {
        if (resources.memoryMb() > MOST_MEMORY_MB) {
            throw LambdaErrors.invalidParameter(
                    "'MemorySize' value failed to satisfy constraint: Member must have value less"
                            + " than or equal to "
                            + MOST_MEMORY_MB);
        }
        if (resources.timeoutSeconds() > MOST_SECONDS) {
            throw new ServiceException(
                    "ValidationException",
                    400,
                    ("1 validation error detected: Value '%d' at 'timeout' failed to satisfy"
                                    + " constraint: Member must have value less than or equal to"
                                    + " %d")
                            .formatted(resources.timeoutSeconds(), MOST_SECONDS));
        }
    }

    private void requireAssumable(Scope scope, String role) {
        Optional<Arn> passed = Arn.parse(role);
        if (passed.isPresent() && !passed.get().account().equals(scope.account().value())) {
            throw new ServiceException(
                    "AccessDeniedException", 403, "Cross-account pass role is not allowed.");
        }
        if (passed.filter(account.roles()::assumable).isEmpty()) {
            throw LambdaErrors.invalidParameter(
                    "The role defined for the function cannot be assumed by Lambda.");
        }
    }

    private static @Nullable Map<String, String> environment(
            VersionConfiguration before, ConfigurationChange wanted) {
        if (wanted.environment() == null) {
            return before.environment();
        }
        Map<String, String> variables = wanted.environment().variables();
        if (variables == null) {
            return Map.of();
        }
        EnvironmentRules.check(variables);
        return variables;
    }

    /** Variables that stay, under a key that stays, are as they were. */
    private VersionConfiguration encrypted(
            RequestContext caller,
            Arn function,
            @Nullable String keyBefore,
            VersionConfiguration changed) {
        Map<String, String> variables = changed.environment();
        String key = changed.launch().kmsKey();
        if (variables == null
                || variables.isEmpty()
                || SealedVariables.is(variables) && Objects.equals(key, keyBefore)) {
            return changed;
        }
        Map<String, String> clear = account.encryption().open(caller, function, variables);
        return changed.withEnvironment(
                key == null
                        ? clear
                        : account.encryption()
                                .seal(caller, function, changed.launch().role(), key, clear));
    }

    private List<LayerReference> layers(
            Scope scope, VersionConfiguration before, ConfigurationChange wanted) {
        return wanted.layers() == null ? before.layers() : layers.resolve(scope, wanted.layers());
    }

    /** Judged anew with another role, since the role is what sends. */
    private @Nullable String deadLetters(
            Scope scope,
            LaunchSettings launch,
            VersionConfiguration before,
            ConfigurationChange wanted) {
        if (wanted.deadLetters() == null && wanted.launch().role() == null) {
            return before.deadLetters();
        }
        String target =
                wanted.deadLetters() == null
                        ? before.deadLetters()
                        : wanted.deadLetters().targetArn();
        if (target == null || target.isEmpty()) {
            return null;
        }
        account.destinations().checkDeadLetters(target, launch.role(), scope.region());
        return target;
    }

    private static String tracing(VersionConfiguration before, ConfigurationChange wanted) {
        String mode = wanted.tracing() == null ? null : wanted.tracing().mode();
        return ConfigurationChange.or(mode, before.tracing());
    }
}
