package dev.gatehouse.lambda.configuration;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.store.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of layers and their versions. */
public final class LayerArn {
    private static final Pattern VERSION =
            Pattern.compile(
                    "arn:[a-zA-Z0-9-]+:lambda:(?<region>[a-zA-Z0-9-]+):(?<account>\\d{12})"
                            + ":layer:(?<name>[a-zA-Z0-9-_]+):(?<number>\\d{1,18})");
    private static final Pattern LAYER =
            Pattern.compile(
                    "(?:arn:[a-zA-Z0-9-]+:lambda:(?<region>[a-zA-Z0-9-]+):(?<account>\\d{12})"
                            + ":layer:)?"
                            + "(?<name>[a-zA-Z0-9-_]+)");

    private LayerArn() {}

    /** One version of a layer, as an ARN names it. */
    public record Version(String region, String account, String name, long number) {}

    public static Version parse(String arn) {
        Matcher form = VERSION.matcher(arn);
        if (!form.matches()) {
            throw LambdaErrors.invalidParameter("Invalid layer version ARN: " + arn);
        }
        return new Version(
                form.group("region"),
                form.group("account"),
                form.group("name"),
                Long.parseLong(form.group("number")));
    }

    /**
     * The name of a layer that a caller named by name or ARN.
     *
     * @param here where the caller acts
     * @throws ServiceException when it is no name, or that of a layer elsewhere
     */
    public static String name(Scope here, String given) {
        Matcher form = LAYER.matcher(given);
        if (!form.matches()) {
            throw LambdaErrors.invalidParameter("Invalid layer name: " + given);
        }
        requireHere(here, form.group("region"), form.group("account"));
        return form.group("name");
    }

    private static void requireHere(Scope here, @Nullable String region, @Nullable String account) {
        if (region != null && !region.equals(here.region().name())) {
            throw LambdaErrors.notFound(
                    "Layers from '%s' are not reachable in this region ('%s')"
                            .formatted(region, here.region()));
        }
        if (account != null && !account.equals(here.account().value())) {
            throw new ServiceException(
                    "AccessDeniedException",
                    403,
                    "Layers of account " + account + " are not reachable from this account.");
        }
    }

    public static Arn of(Scope scope, String name) {
        return Arn.of("lambda", scope.region(), scope.account(), "layer:" + name);
    }

    public static Arn of(Scope scope, String name, long number) {
        return Arn.of("lambda", scope.region(), scope.account(), "layer:" + name + ':' + number);
    }
}
