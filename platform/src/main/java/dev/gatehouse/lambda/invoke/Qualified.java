package dev.gatehouse.lambda.invoke;

import dev.gatehouse.kernel.Arn;
import org.jspecify.annotations.Nullable;

/**
 * A function's ARN taken apart.
 *
 * @param function without a qualifier
 * @param qualifier a version or an alias, or null
 */
record Qualified(Arn function, @Nullable String qualifier) {
    private static final int NAME = "function:".length();

    static Qualified of(Arn arn) {
        String resource = arn.resource();
        int colon = resource.indexOf(':', NAME);
        if (colon < 0) {
            return new Qualified(arn, null);
        }
        Arn function =
                new Arn(
                        arn.partition(),
                        arn.service(),
                        arn.region(),
                        arn.account(),
                        resource.substring(0, colon));
        return new Qualified(function, resource.substring(colon + 1));
    }

    /** The function's ARN with a qualifier. */
    Arn with(String other) {
        return new Arn(
                function.partition(),
                function.service(),
                function.region(),
                function.account(),
                function.resource() + ':' + other);
    }
}
