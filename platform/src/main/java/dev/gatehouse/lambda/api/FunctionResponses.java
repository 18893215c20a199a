package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.DeadLetterConfig;
import dev.gatehouse.aws.lambda.DurableConfig;
import dev.gatehouse.aws.lambda.EnvironmentError;
import dev.gatehouse.aws.lambda.EnvironmentResponse;
import dev.gatehouse.aws.lambda.EphemeralStorage;
import dev.gatehouse.aws.lambda.FileSystemConfig;
import dev.gatehouse.aws.lambda.FunctionConfiguration;
import dev.gatehouse.aws.lambda.ImageConfig;
import dev.gatehouse.aws.lambda.ImageConfigResponse;
import dev.gatehouse.aws.lambda.Layer;
import dev.gatehouse.aws.lambda.LoggingConfig;
import dev.gatehouse.aws.lambda.RuntimeVersionConfig;
import dev.gatehouse.aws.lambda.SnapStartResponse;
import dev.gatehouse.aws.lambda.TenancyConfig;
import dev.gatehouse.aws.lambda.TracingConfigResponse;
import dev.gatehouse.aws.lambda.VpcConfigResponse;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.configuration.Runtimes;
import dev.gatehouse.lambda.encryption.VariableEncryption;
import dev.gatehouse.lambda.model.FileSystemSettings;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LaunchSettings;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.LoggingSettings;
import dev.gatehouse.lambda.model.Progress;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.model.VersionConfiguration;
import dev.gatehouse.lambda.model.VpcSettings;
import dev.gatehouse.lambda.plan.DurableSettings;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.ImageOverrides;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored version as Lambda shows it: every member it always has, filled in. */
final class FunctionResponses {
    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);
    private static final String IN_PROGRESS = "The function is being created.";
    private static final String LOST = "The function's deployment package is missing.";

    private final VariableEncryption encryption;

    FunctionResponses(VariableEncryption encryption) {
        this.encryption = encryption;
    }

    /** Lambda's own form of a timestamp: {@code 2026-11-21T12:34:56.789+0000}. */
    static String instant(Instant instant) {
        return LAST_MODIFIED.format(instant);
    }

    /** The version in full, under the ARN the caller used. */
    FunctionConfiguration full(
            RequestContext caller, FunctionReference function, StoredVersion version) {
        String runtime = version.configuration().launch().runtime();
        FunctionConfiguration.Builder response = listed(caller, function, version).toBuilder();
        if (!version.configuration().launch().isImage()) {
            response.runtimeVersionConfig(
                    RuntimeVersionConfig.builder()
                            .runtimeVersionArn(
                                    Runtimes.versionArn(function.scope().region(), runtime))
                            .build());
        }
        progress(version.progress(), response);
        return response.build();
    }

    /** The version as lists show it: without its state and runtime version. */
    FunctionConfiguration listed(
            RequestContext caller, FunctionReference function, StoredVersion version) {
        VersionConfiguration configuration = version.configuration();
        LaunchSettings launch = configuration.launch();
        Arn arn = function.arn();
        return FunctionConfiguration.builder()
                .functionName(function.name())
                .functionArn(arn.toString())
                .runtime(launch.isImage() ? null : launch.runtime())
                .role(configuration.launch().role())
                .handler(launch.isImage() ? null : launch.handler())
                .imageConfigResponse(image(launch.image()))
                .codeSize(version.code().zippedBytes())
                .description(configuration.description())
                .timeout(configuration.resources().timeoutSeconds())
                .memorySize(configuration.resources().memoryMb())
                .lastModified(instant(version.lastModified()))
                .codeSha256(version.code().sha256())
                .version(version.version())
                .environment(environment(caller, function, configuration))
                .kmsKeyArn(configuration.launch().kmsKey())
                .vpcConfig(vpc(configuration.launch().vpc()))
                .fileSystemConfigs(fileSystems(launch.fileSystems()))
                .tracingConfig(
                        TracingConfigResponse.builder().mode(configuration.tracing()).build())
                .deadLetterConfig(deadLetters(configuration))
                .revisionId(version.revisionId())
                .layers(layers(configuration))
                .packageType(launch.isImage() ? "Image" : "Zip")
                .architectures(List.of(configuration.launch().architecture()))
                .ephemeralStorage(
                        EphemeralStorage.builder()
                                .size(configuration.resources().ephemeralStorageMb())
                                .build())
                .snapStart(snapStart(version))
                .loggingConfig(logging(configuration.logging()))
                .durableConfig(durable(configuration.resources().durable()))
                .tenancyConfig(tenancy(configuration.resources().perTenant()))
                .build();
    }

    private static SnapStartResponse snapStart(StoredVersion version) {
        boolean wanted = version.configuration().resources().snapStart();
        boolean published = !version.version().equals(FunctionVersion.LATEST);
        return SnapStartResponse.builder()
                .applyOn(wanted ? "PublishedVersions" : "None")
                .optimizationStatus(wanted && published ? "On" : "Off")
                .build();
    }

    private static @Nullable TenancyConfig tenancy(boolean perTenant) {
        return perTenant ? TenancyConfig.builder().tenantIsolationMode("PER_TENANT").build() : null;
    }

    private static @Nullable DurableConfig durable(@Nullable DurableSettings durable) {
        return durable == null
                ? null
                : DurableConfig.builder()
                        .executionTimeout(durable.timeoutSeconds())
                        .retentionPeriodInDays(durable.retentionDays())
                        .build();
    }

    private static @Nullable ImageConfigResponse image(@Nullable ImageOverrides own) {
        return own == null || own.equals(ImageOverrides.NONE)
                ? null
                : ImageConfigResponse.builder()
                        .imageConfig(
                                ImageConfig.builder()
                                        .entryPoint(own.entryPoint())
                                        .command(own.command())
                                        .workingDirectory(own.workingDirectory())
                                        .build())
                        .build();
    }

    private static @Nullable List<FileSystemConfig> fileSystems(List<FileSystemSettings> seen) {
        return seen.isEmpty()
                ? null
                : seen.stream()
                        .map(
                                each ->
                                        FileSystemConfig.builder()
                                                .arn(each.arn())
                                                .localMountPath(each.path())
                                                .build())
                        .toList();
    }

    private static @Nullable VpcConfigResponse vpc(@Nullable VpcSettings vpc) {
        return vpc == null
                ? null
                : VpcConfigResponse.builder()
                        .subnetIds(vpc.subnets())
                        .securityGroupIds(vpc.securityGroups())
                        .vpcId(vpc.vpc())
                        .ipv6AllowedForDualStack(vpc.ipv6())
                        .build();
    }

    /** What the caller may not read stays out, and why stands in its place. */
    private @Nullable EnvironmentResponse environment(
            RequestContext caller, FunctionReference function, VersionConfiguration configuration) {
        if (configuration.environment() == null) {
            return null;
        }
        VariableEncryption.Shown shown =
                encryption.show(caller, function.function(), configuration.environment());
        VariableEncryption.Unreadable why = shown.why();
        return EnvironmentResponse.builder()
                .variables(shown.variables())
                .error(
                        why == null
                                ? null
                                : EnvironmentError.builder()
                                        .errorCode(why.code())
                                        .message(why.message())
                                        .build())
                .build();
    }

    private static @Nullable DeadLetterConfig deadLetters(VersionConfiguration configuration) {
        return configuration.deadLetters() == null
                ? null
                : DeadLetterConfig.builder().targetArn(configuration.deadLetters()).build();
    }

    private static @Nullable List<Layer> layers(VersionConfiguration configuration) {
        return configuration.layers().isEmpty()
                ? null
                : configuration.layers().stream().map(FunctionResponses::layer).toList();
    }

    private static Layer layer(LayerReference layer) {
        return Layer.builder().arn(layer.arn()).codeSize(layer.codeSize()).build();
    }

    private static LoggingConfig logging(LoggingSettings logging) {
        return LoggingConfig.builder()
                .logFormat(logging.format())
                .logGroup(logging.group())
                .applicationLogLevel(logging.applicationLevel())
                .systemLogLevel(logging.systemLevel())
                .build();
    }

    private static void progress(Progress progress, FunctionConfiguration.Builder response) {
        switch (progress) {
            case CREATING ->
                    response.state("Pending").stateReason(IN_PROGRESS).stateReasonCode("Creating");
            case READY -> response.state("Active").lastUpdateStatus("Successful");
            case UPDATING ->
                    response.state("Active")
                            .lastUpdateStatus("InProgress")
                            .lastUpdateStatusReason(IN_PROGRESS)
                            .lastUpdateStatusReasonCode("Creating");
            case FAILED ->
                    response.state("Failed")
                            .stateReason(LOST)
                            .stateReasonCode("InternalError")
                            .lastUpdateStatus("Failed")
                            .lastUpdateStatusReason(LOST)
                            .lastUpdateStatusReasonCode("InternalError");
        }
    }
}
