package dev.gatehouse.lambda.configuration;

import dev.gatehouse.aws.lambda.SnapStart;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LaunchSettings;
import dev.gatehouse.lambda.plan.FunctionResources;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code SnapStart}, and what cannot be had beside it ("Improving startup performance with Lambda
 * SnapStart").
 */
final class SnapStartRules {
    private static final String APPLIED = "PublishedVersions";
    private static final int MOST_STORAGE_MB = 512;

    /** Java from 11, Python from 3.12, .NET from 8. */
    private static final Pattern RUNTIMES =
            Pattern.compile(
                    "java(?:1[1-9]|[2-9]\\d)|python3\\.(?:1[2-9]|[2-9]\\d)|dotnet(?:8|\\d\\d)");

    private SnapStartRules() {}

    /** Whether a version is restored, where so much is said of it. */
    static boolean apply(boolean before, @Nullable SnapStart wanted) {
        return wanted == null || wanted.applyOn() == null
                ? before
                : wanted.applyOn().equals(APPLIED);
    }

    static void check(LaunchSettings launch, FunctionResources resources) {
        if (!resources.snapStart()) {
            return;
        }
        if (launch.isImage()) {
            throw LambdaErrors.invalidParameter(
                    "Container images are not supported for SnapStart enabled functions.");
        }
        if (!RUNTIMES.matcher(launch.runtime()).matches()) {
            throw LambdaErrors.invalidParameter(
                    launch.runtime() + " is not supported for SnapStart enabled functions.");
        }
        if (resources.ephemeralStorageMb() > MOST_STORAGE_MB) {
            throw LambdaErrors.invalidParameter(
                    "EphemeralStorage greater than "
                            + MOST_STORAGE_MB
                            + " MB is not supported for SnapStart enabled functions.");
        }
        if (resources.perTenant()) {
            throw LambdaErrors.invalidParameter(
                    "Tenancy configuration is not supported for SnapStart enabled functions.");
        }
        if (!launch.fileSystems().isEmpty()) {
            throw LambdaErrors.invalidParameter(
                    "FileSystemConfigs is not supported for SnapStart enabled functions.");
        }
    }
}
