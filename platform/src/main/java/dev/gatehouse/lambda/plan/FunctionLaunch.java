package dev.gatehouse.lambda.plan;

import dev.gatehouse.kernel.Arn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a version runs.
 *
 * @param runtime Lambda's id of the runtime, such as {@code python3.12}
 * @param handler what the runtime calls, in the runtime's own notation
 * @param environment the function's own variables, encrypted where it has a key ({@link
 *     SealedVariables})
 * @param role the execution role whose credentials the function has
 * @param image what it says in place of its image; null of a function that is none
 * @param recursionAllowed whether chains of calls may come through the function again and again
 * @param traced whether a trace that nobody decided on is sampled: {@code TracingConfig} is {@code
 *     Active}
 */
public record FunctionLaunch(
        String runtime,
        String handler,
        Map<String, String> environment,
        Arn role,
        @Nullable ImageOverrides image,
        boolean recursionAllowed,
        boolean traced) {
    public FunctionLaunch {
        environment = Map.copyOf(environment);
    }

    /** Whether its package is a container image. */
    public boolean isImage() {
        return image != null;
    }

    /** Whether the package or a layer brings the program that is started, and not the runtime. */
    public boolean bringsProgram() {
        return isImage() || runtime.startsWith("provided") || runtime.startsWith("go1");
    }
}
