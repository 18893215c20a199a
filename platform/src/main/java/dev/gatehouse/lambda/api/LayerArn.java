package dev.gatehouse.lambda.api;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.store.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of layers and their versions. */
final class LayerArn {
    private static final Pattern VERSION =
            Pattern.compile(
                    "arn:[a-zA-Z0-9-]+:lambda:(?<region>[a-zA-Z0-9-]+):(?<account>\\d{12})"
                            + ":layer:(?<name>[a-zA-Z0-9-_]+):(?<number>\\d{1,18})");
    private static final Pattern LAYER =
            Pattern.compile(
                    "(?:arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:)?"
                            + "(?<name>[a-zA-Z0-9-_]+)");

    private LayerArn() {}

    /** One version of a layer, as an ARN names it. */
    record Version(String region, String account, String name, long number) {}

    static Version parse(String arn) {
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

    /** The name of a layer that a caller named by name or ARN. */
    static String name(String given) {
        Matcher form = LAYER.matcher(given);
        if (!form.matches()) {
            throw LambdaErrors.invalidParameter("Invalid layer name: " + given);
        }
        return form.group("name");
    }

    static Arn of(Scope scope, String name) {
        return Arn.of("lambda", scope.region(), scope.account(), "layer:" + name);
    }

    static Arn of(Scope scope, String name, long number) {
        return Arn.of("lambda", scope.region(), scope.account(), "layer:" + name + ':' + number);
    }
}
