package dev.gatehouse.lambda.model;

import dev.gatehouse.lambda.plan.FunctionResources;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What UpdateFunctionConfiguration can change of a version.
 *
 * @param description free text
 * @param launch what runs
 * @param resources memory, time and storage
 * @param environment the function's variables, in the order given, or encrypted ({@link
 *     dev.gatehouse.lambda.plan.SealedVariables}); null when never configured
 * @param layers in the order they are laid over {@code /opt}
 * @param logging where output goes
 * @param tracing {@code PassThrough} or {@code Active}
 * @param deadLetters the ARN that dropped asynchronous events go to; null for nowhere
 */
public record VersionConfiguration(
        String description,
        LaunchSettings launch,
        FunctionResources resources,
        @Nullable Map<String, String> environment,
        List<LayerReference> layers,
        LoggingSettings logging,
        String tracing,
        @Nullable String deadLetters) {
    public VersionConfiguration {
        if (environment != null) {
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }
        layers = List.copyOf(layers);
    }

    /** The same with another description. */
    public VersionConfiguration withDescription(String other) {
        return new VersionConfiguration(
                other, launch, resources, environment, layers, logging, tracing, deadLetters);
    }

    /** The same with its variables in another form. */
    public VersionConfiguration withEnvironment(Map<String, String> other) {
        return new VersionConfiguration(
                description, launch, resources, other, layers, logging, tracing, deadLetters);
    }

    /** The same with another launch. */
    public VersionConfiguration withLaunch(LaunchSettings other) {
        return new VersionConfiguration(
                description, other, resources, environment, layers, logging, tracing, deadLetters);
    }
}
