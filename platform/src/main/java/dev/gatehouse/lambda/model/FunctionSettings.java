package dev.gatehouse.lambda.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is configured of a function beside its versions.
 *
 * @param reservedConcurrency how many invocations may run at once; null when none are reserved
 * @param recursiveLoop {@code Terminate} or {@code Allow}
 * @param provisioned provisioned concurrency by version or alias
 * @param runtimes how runtimes are updated, by version, where that is not automatic
 * @param codeSigning the ARN of the code signing configuration; null for none
 */
public record FunctionSettings(
        @Nullable Integer reservedConcurrency,
        String recursiveLoop,
        Map<String, ProvisionedConcurrency> provisioned,
        Map<String, RuntimeManagement> runtimes,
        @Nullable String codeSigning) {
    /** The settings of a function nobody changed. */
    public static final FunctionSettings DEFAULT =
            new FunctionSettings(null, "Terminate", Map.of(), Map.of(), null);

    /**
     * Provisioned concurrency of a version or an alias.
     *
     * @param executions how many environments are kept ready
     * @param lastModified when it was asked for
     */
    public record ProvisionedConcurrency(int executions, Instant lastModified) {}

    /**
     * How the runtime of a version is updated.
     *
     * @param updateOn {@code FunctionUpdate} or {@code Manual}
     * @param versionArn the runtime version it is held at, with {@code Manual}
     */
    public record RuntimeManagement(String updateOn, @Nullable String versionArn) {}

    /** Documents of former nodes have less. */
    public FunctionSettings {
        provisioned = provisioned == null ? Map.of() : Map.copyOf(provisioned);
        runtimes = runtimes == null ? Map.of() : Map.copyOf(runtimes);
    }

    /** The same with another reservation; null takes it away. */
    public FunctionSettings withReservedConcurrency(@Nullable Integer other) {
        return new FunctionSettings(other, recursiveLoop, provisioned, runtimes, codeSigning);
    }

    /** The same with another answer to recursive loops. */
    public FunctionSettings withRecursiveLoop(String other) {
        return new FunctionSettings(reservedConcurrency, other, provisioned, runtimes, codeSigning);
    }

    /** The same with other provisioned concurrency of a version or alias; null takes it away. */
    public FunctionSettings withProvisioned(
            String qualifier, @Nullable ProvisionedConcurrency other) {
        return new FunctionSettings(
                reservedConcurrency,
                recursiveLoop,
                with(provisioned, qualifier, other),
                runtimes,
                codeSigning);
    }

    /** The same with another way to update the runtime of a version; null is the automatic one. */
    public FunctionSettings withRuntime(String version, @Nullable RuntimeManagement other) {
        return new FunctionSettings(
                reservedConcurrency,
                recursiveLoop,
                provisioned,
                with(runtimes, version, other),
                codeSigning);
    }

    /** The same with another code signing configuration; null takes it away. */
    public FunctionSettings withCodeSigning(@Nullable String other) {
        return new FunctionSettings(
                reservedConcurrency, recursiveLoop, provisioned, runtimes, other);
    }

    private static <T> Map<String, T> with(Map<String, T> all, String key, @Nullable T other) {
        Map<String, T> changed = new HashMap<>(all);
        if (other == null) {
            changed.remove(key);
        } else {
            changed.put(key, other);
        }
        return changed;
    }

    /** What no other function of the account can have. */
    int withheld() {
        return reservedConcurrency == null ? provisionedExecutions() : reservedConcurrency;
    }

    /** All provisioned concurrency together. */
    public int provisionedExecutions() {
        return provisioned.values().stream().mapToInt(ProvisionedConcurrency::executions).sum();
    }
}
