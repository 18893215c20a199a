package dev.gatehouse.scaling;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Scope;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is scaled: a version or an alias of a function.
 *
 * @param function the function's name
 * @param qualifier the version's number or the alias's name
 */
record ScaledResource(String function, String qualifier) {
    static final String NAMESPACE = "lambda";
    static final String DIMENSION = "lambda:function:ProvisionedConcurrency";
    private static final Set<String> DIMENSIONS = Set.of(DIMENSION);
    private static final Pattern FORM =
            Pattern.compile("function:([a-zA-Z0-9_-]{1,140}):([a-zA-Z0-9_-]{1,128})");

    /**
     * What a request names.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationException
     */
    static ScaledResource of(String namespace, String resourceId, String dimension) {
        if (!namespace.equals(NAMESPACE)) {
            throw ScalingErrors.validation(
                    "Service namespace %s is not supported: this endpoint scales %s alone",
                    namespace, NAMESPACE);
        }
        Matcher matcher = FORM.matcher(resourceId);
        if (!DIMENSIONS.contains(dimension) || !matcher.matches()) {
            throw ScalingErrors.validation(
                    "Unsupported service namespace, resource type or scalable dimension");
        }
        return new ScaledResource(matcher.group(1), matcher.group(2));
    }

    /** What a stored target names. */
    static ScaledResource of(String resourceId) {
        return of(NAMESPACE, resourceId, DIMENSION);
    }

    /** Whether anything of a namespace and dimension can be here at all. */
    static boolean isKnown(String namespace, @Nullable String dimension) {
        return namespace.equals(NAMESPACE) && (dimension == null || DIMENSIONS.contains(dimension));
    }

    /** As the dimension {@code Resource} of Lambda's metrics has it. */
    String metricResource() {
        return function + ":" + qualifier;
    }

    /** The role that AWS makes for itself, which scales functions. */
    static String role(Scope scope) {
        return "arn:aws:iam::"
                + scope.account().value()
                + ":role/aws-service-role/lambda.application-autoscaling.amazonaws.com"
                + "/AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency";
    }

    /** The ARN of a policy or scheduled action of a target. */
    static String childArn(
            Scope scope, String kind, String id, String resourceId, String nameKey, String name) {
        return Arn.of(
                        "autoscaling",
                        scope.region(),
                        scope.account(),
                        "%s:%s:resource/%s/%s:%s/%s"
                                .formatted(kind, id, NAMESPACE, resourceId, nameKey, name))
                .toString();
    }
}
