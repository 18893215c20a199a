package dev.gatehouse.lambda.configuration;

import dev.gatehouse.aws.lambda.CreateFunctionRequest;
import dev.gatehouse.aws.lambda.DeadLetterConfig;
import dev.gatehouse.aws.lambda.DurableConfig;
import dev.gatehouse.aws.lambda.Environment;
import dev.gatehouse.aws.lambda.EphemeralStorage;
import dev.gatehouse.aws.lambda.FileSystemConfig;
import dev.gatehouse.aws.lambda.ImageConfig;
import dev.gatehouse.aws.lambda.LoggingConfig;
import dev.gatehouse.aws.lambda.SnapStart;
import dev.gatehouse.aws.lambda.TracingConfig;
import dev.gatehouse.aws.lambda.UpdateFunctionConfigurationRequest;
import dev.gatehouse.aws.lambda.VpcConfig;
import dev.gatehouse.lambda.model.LaunchSettings;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.ImageOverrides;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants changed of a configuration, to the defaults of a new function or to an
 * existing one; null leaves a part as it is.
 */
public record ConfigurationChange(
        @Nullable String description,
        Launch launch,
        Resources resources,
        @Nullable Environment environment,
        @Nullable List<String> layers,
        @Nullable LoggingConfig logging,
        @Nullable TracingConfig tracing,
        @Nullable DeadLetterConfig deadLetters) {

    public static ConfigurationChange of(CreateFunctionRequest input) {
        return new ConfigurationChange(
                input.description(),
                new Launch(
                        input.runtime(),
                        input.handler(),
                        input.role(),
                        input.vpcConfig(),
                        input.kmsKeyArn(),
                        input.imageConfig(),
                        input.fileSystemConfigs()),
                new Resources(
                        input.memorySize(),
                        input.timeout(),
                        input.ephemeralStorage(),
                        input.durableConfig(),
                        input.tenancyConfig() != null,
                        input.snapStart()),
                input.environment(),
                input.layers(),
                input.loggingConfig(),
                input.tracingConfig(),
                input.deadLetterConfig());
    }

    public static ConfigurationChange of(UpdateFunctionConfigurationRequest input) {
        return new ConfigurationChange(
                input.description(),
                new Launch(
                        input.runtime(),
                        input.handler(),
                        input.role(),
                        input.vpcConfig(),
                        input.kmsKeyArn(),
                        input.imageConfig(),
                        input.fileSystemConfigs()),
                new Resources(
                        input.memorySize(),
                        input.timeout(),
                        input.ephemeralStorage(),
                        input.durableConfig(),
                        false,
                        input.snapStart()),
                input.environment(),
                input.layers(),
                input.loggingConfig(),
                input.tracingConfig(),
                input.deadLetterConfig());
    }

    /** Changes of what runs. */
    public record Launch(
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable String role,
            @Nullable VpcConfig vpc,
            @Nullable String kmsKey,
            @Nullable ImageConfig image,
            @Nullable List<FileSystemConfig> fileSystems) {

        LaunchSettings applyTo(LaunchSettings before) {
            return new LaunchSettings(
                    or(runtime, before.runtime()),
                    or(handler, before.handler()),
                    or(role, before.role()),
                    before.architecture(),
                    VpcRules.apply(before.vpc(), vpc),
                    kmsKey(before.kmsKey()),
                    image(before),
                    fileSystems == null ? before.fileSystems() : FileSystemRules.of(fileSystems));
        }

        /** What is said takes the place of all that was. */
        private @Nullable ImageOverrides image(LaunchSettings before) {
            if (image == null) {
                return before.image();
            }
            String directory = image.workingDirectory();
            return new ImageOverrides(
                    filled(image.entryPoint()),
                    filled(image.command()),
                    directory == null || directory.isEmpty() ? null : directory);
        }

        private static @Nullable List<String> filled(@Nullable List<String> given) {
            return given == null || given.isEmpty() ? null : given;
        }

        /** An empty one is Lambda's own again. */
        private @Nullable String kmsKey(@Nullable String before) {
            if (kmsKey == null) {
                return before;
            }
            return kmsKey.isEmpty() ? null : kmsKey;
        }
    }

    /** Changes of what may be used; only a new function can be one of tenants. */
    public record Resources(
            @Nullable Integer memorySize,
            @Nullable Integer timeout,
            @Nullable EphemeralStorage storage,
            @Nullable DurableConfig durable,
            boolean perTenant,
            @Nullable SnapStart snapStart) {

        FunctionResources applyTo(FunctionResources before) {
            Integer size = storage == null ? null : storage.size();
            return new FunctionResources(
                    or(memorySize, before.memoryMb()),
                    or(timeout, before.timeoutSeconds()),
                    or(size, before.ephemeralStorageMb()),
                    DurableRules.apply(before.durable(), durable),
                    before.perTenant(),
                    SnapStartRules.apply(before.snapStart(), snapStart));
        }
    }

    public static <T> T or(@Nullable T wanted, T before) {
        return wanted == null ? before : wanted;
    }
}
