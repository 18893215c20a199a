package dev.gatehouse.lambda.plan;

import dev.gatehouse.kernel.Arn;
import java.util.Map;

/**
 * Everything the data plane needs of one version of a function. Immutable: a change of code or
 * configuration is another value with another revision, and environments of the former one are
 * drained.
 *
 * @param function the function's ARN, without a qualifier
 * @param version {@code $LATEST} or a number
 * @param revision differs between any two states that need different environments
 * @param code where the unpacked package is
 * @param launch what runs, with which settings and in whose name
 * @param resources memory, time and storage
 * @param logging where its output goes
 * @param state whether it can be invoked
 */
public record FunctionVersion(
        Arn function,
        String version,
        String revision,
        FunctionCode code,
        FunctionLaunch launch,
        FunctionResources resources,
        FunctionLogging logging,
        FunctionState state) {

    /** The version that follows every update. */
    public static final String LATEST = "$LATEST";

    /** Whether its environments are restored: SnapStart is of published versions. */
    public boolean isRestored() {
        return resources.snapStart() && !version.equals(LATEST);
    }

    /** Whether both are the same state of the same version. */
    public boolean isSame(FunctionVersion other) {
        return this == other
                || revision.equals(other.revision)
                        && version.equals(other.version)
                        && function.equals(other.function);
    }

    /** The same with its own variables in the clear. */
    public FunctionVersion withVariables(Map<String, String> clear) {
        FunctionLaunch opened =
                new FunctionLaunch(
                        launch.runtime(),
                        launch.handler(),
                        clear,
                        launch.role(),
                        launch.image(),
                        launch.recursionAllowed(),
                        launch.traced());
        return new FunctionVersion(
                function, version, revision, code, opened, resources, logging, state);
    }

    /** The function's name, the last part of its ARN. */
    public String name() {
        return function.resource().substring("function:".length());
    }
}
