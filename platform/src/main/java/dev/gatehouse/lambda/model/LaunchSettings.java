package dev.gatehouse.lambda.model;

import dev.gatehouse.lambda.plan.ImageOverrides;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version runs, in whose name, and with what of the account around it.
 *
 * @param runtime Lambda's id of the runtime
 * @param handler what the runtime calls
 * @param role the ARN of the execution role
 * @param architecture {@code x86_64} or {@code arm64}
 * @param vpc the network it is to be in; null when nobody ever said
 * @param kmsKey the KMS key that its variables are encrypted with; null for Lambda's own
 * @param image what it says in place of its image; null of a function that is none
 * @param fileSystems what it is to see below {@code /mnt}
 */
public record LaunchSettings(
        String runtime,
        String handler,
        String role,
        String architecture,
        @Nullable VpcSettings vpc,
        @Nullable String kmsKey,
        @Nullable ImageOverrides image,
        List<FileSystemSettings> fileSystems) {
    /** The runtime of images, which bring their own; not one of Lambda's ids. */
    public static final String IMAGE = "image";

    public LaunchSettings {
        // Documents of former releases have no such member.
        fileSystems = fileSystems == null ? List.of() : List.copyOf(fileSystems);
    }

    /** Those of a function that says no more. */
    public LaunchSettings(String runtime, String handler, String role, String architecture) {
        this(runtime, handler, role, architecture, null, null, null, List.of());
    }

    /** Whether the package is a container image. */
    public boolean isImage() {
        return runtime.equals(IMAGE);
    }

    /** The same in another network. */
    public LaunchSettings withVpc(VpcSettings other) {
        return new LaunchSettings(
                runtime, handler, role, architecture, other, kmsKey, image, fileSystems);
    }

    /** The same on another processor. */
    public LaunchSettings withArchitecture(String other) {
        return new LaunchSettings(runtime, handler, role, other, vpc, kmsKey, image, fileSystems);
    }
}
