package dev.gatehouse.ssm;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Scope;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request calls a parameter: its name or ARN, and behind a colon a version or label of it.
 *
 * @param name the parameter's name
 * @param selector the version or label; null for the newest version
 */
record ParameterName(String name, @Nullable String selector) {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_.\\-/]+");
    private static final String RESOURCE = "parameter/";
    private static final int LEVELS = 15;

    /** Reads what a request calls a parameter. */
    static ParameterName of(String given) {
        String named = Arn.parse(given).map(ParameterName::named).orElse(given);
        int colon = named.indexOf(':');
        String name = colon < 0 ? named : named.substring(0, colon);
        return new ParameterName(name, colon < 0 ? null : named.substring(colon + 1));
    }

    private static String named(Arn arn) {
        String resource = arn.resource();
        if (!resource.startsWith(RESOURCE)) {
            return resource;
        }
        String path = resource.substring(RESOURCE.length());
        // The ARN of a name with levels has lost its first slash.
        return path.contains("/") ? "/" + path : path;
    }

    /** The ARN of a parameter, in which a leading slash of the name is the ARN's own. */
    static String arn(Scope scope, String name) {
        String path = name.startsWith("/") ? name.substring(1) : name;
        return Arn.of("ssm", scope.region(), scope.account(), RESOURCE + path).toString();
    }

    /**
     * Rejects what no parameter may be called.
     *
     * @throws dev.gatehouse.kernel.ServiceException in AWS's words
     */
    static void check(String name) {
        boolean path = name.indexOf('/', 1) > 0;
        String lower = name.toLowerCase(Locale.ROOT);
        String bare = lower.startsWith("/") ? lower.substring(1) : lower;
        if (lower.startsWith("/aws") && path) {
            throw SsmErrors.of(
                    "AccessDeniedException", "No access to reserved parameter name: %s.", name);
        }
        if (bare.startsWith("ssm") || (bare.startsWith("aws") && !path)) {
            throw SsmErrors.invalid(
                    "Parameter name: can't be prefixed with %s (case-insensitive).%s",
                    path ? "\"ssm\"" : "\"aws\" or \"ssm\"", path ? SUB_PATHS : "");
        }
        if (!FORM.matcher(name).matches()) {
            throw SsmErrors.invalid(
                    "Invalid parameter name. Please use correct syntax for naming"
                            + " parameters.%s",
                    SUB_PATHS);
        }
        if (name.contains("/") && !name.startsWith("/")) {
            throw SsmErrors.invalid("Parameter name must be a fully qualified name.");
        }
        if (name.chars().filter(each -> each == '/').count() > LEVELS) {
            throw SsmErrors.of(
                    "HierarchyLevelLimitExceededException",
                    "Parameter name: hierarchies may have a maximum of %d levels.",
                    LEVELS);
        }
    }

    private static final String SUB_PATHS =
            " If formed as a path, it can consist of sub-paths divided by slash symbol; each"
                    + " sub-path can be formed as a mix of letters, numbers and the following 3"
                    + " symbols .-_";
}
