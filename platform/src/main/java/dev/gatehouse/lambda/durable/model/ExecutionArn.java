package dev.gatehouse.lambda.durable.model;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.store.Scope;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a durable execution, taken apart.
 *
 * @param scope where its function is
 * @param function the function's name
 * @param version the version that the execution keeps to: {@code $LATEST} or a number
 * @param name what the execution is called, unique among those of the function that are remembered
 * @param id tells it from former executions of that name
 */
public record ExecutionArn(Scope scope, String function, String version, String name, String id) {
    private static final Pattern RESOURCE =
            Pattern.compile(
                    "function:([a-zA-Z0-9_-]+):(\\$LATEST|[0-9]+)"
                            + "/durable-execution/([a-zA-Z0-9_-]+)/([a-zA-Z0-9_-]+)");

    /** Reads an ARN; empty when it is none of an execution. */
    public static Optional<ExecutionArn> parse(String text) {
        return Arn.parse(text)
                .filter(arn -> arn.service().equals("lambda"))
                .flatMap(ExecutionArn::of);
    }

    private static Optional<ExecutionArn> of(Arn arn) {
        Matcher parts = RESOURCE.matcher(arn.resource());
        Optional<Region> region = Region.parse(arn.region());
        if (!parts.matches() || region.isEmpty() || !arn.account().matches("\\d{12}")) {
            return Optional.empty();
        }
        Scope scope = new Scope(new AccountId(arn.account()), region.get());
        return Optional.of(
                new ExecutionArn(
                        scope, parts.group(1), parts.group(2), parts.group(3), parts.group(4)));
    }

    /** What it is kept under. */
    public String key() {
        return function + '/' + name;
    }

    /** The function's ARN, without a qualifier. */
    public Arn functionArn() {
        return FunctionReference.to(scope, function).function();
    }

    /** The ARN of the version that runs. */
    public Arn versionArn() {
        return FunctionReference.to(scope, function).qualified(version);
    }

    @Override
    public String toString() {
        return versionArn() + "/durable-execution/" + name + '/' + id;
    }
}
