package dev.gatehouse.lambda.model;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function, or a version or alias of it, as a caller named it: by name, ARN or a part of the ARN,
 * with the qualifier inside or beside it.
 *
 * @param scope where the function is
 * @param name its name
 * @param qualifier a version or alias; null when the function itself is meant
 */
public record FunctionReference(Scope scope, String name, @Nullable String qualifier) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:arn:aws[a-zA-Z-]*:lambda:)?"
                            + "(?:(?<region>[a-z]{2,4}(?:-[a-z]+)+-\\d):)?"
                            + "(?:(?<account>\\d{12}):)?"
                            + "(?:function:)?"
                            + "(?<name>[a-zA-Z0-9-_]+)"
                            + "(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?");

    /** Names a function itself. */
    public static FunctionReference to(Scope scope, String name) {
        return new FunctionReference(scope, name, null);
    }

    /**
     * Reads what a caller named.
     *
     * @param here where the caller acts
     * @param given the member FunctionName
     * @param beside the member Qualifier, when there is one
     * @throws ServiceException when it names another region or account, or two qualifiers
     */
    public static FunctionReference parse(Scope here, String given, @Nullable String beside) {
        FunctionReference named = anywhere(here, given, beside);
        AccountId account = named.scope().account();
        if (!account.equals(here.account())) {
            throw new ServiceException(
                    "AccessDeniedException",
                    403,
                    "Functions of account " + account + " are not reachable from this account.");
        }
        return named;
    }

    /**
     * The same of a function that may be another account's: callers of this ask its policy.
     *
     * @throws ServiceException when it names another region, or two qualifiers
     */
    public static FunctionReference anywhere(Scope here, String given, @Nullable String beside) {
        Matcher form = FORM.matcher(given);
        if (!form.matches()) {
            throw LambdaErrors.invalidParameter("Invalid function name: " + given);
        }
        requireRegion(here, form.group("region"));
        String inside = form.group("qualifier");
        if (inside != null && beside != null && !inside.equals(beside)) {
            throw LambdaErrors.invalidParameter(
                    "The derived qualifier from the function name does not match the specified"
                            + " qualifier.");
        }
        String account = form.group("account");
        Scope scope = account == null ? here : new Scope(new AccountId(account), here.region());
        return new FunctionReference(scope, form.group("name"), beside == null ? inside : beside);
    }

    private static void requireRegion(Scope here, @Nullable String region) {
        if (region != null && !region.equals(here.region().name())) {
            throw LambdaErrors.notFound(
                    "Functions from '%s' are not reachable in this region ('%s')"
                            .formatted(region, here.region()));
        }
    }

    /** The function's ARN, without a qualifier. */
    public Arn function() {
        return Arn.of("lambda", scope.region(), scope.account(), "function:" + name);
    }

    /** The ARN with {@code qualifier}, a version or alias. */
    public Arn qualified(String qualifier) {
        return Arn.of(
                "lambda", scope.region(), scope.account(), "function:" + name + ':' + qualifier);
    }

    /** The ARN of exactly what was named. */
    public Arn arn() {
        return qualifier == null ? function() : qualified(qualifier);
    }

    /** The same function with another qualifier. */
    public FunctionReference withQualifier(@Nullable String other) {
        return new FunctionReference(scope, name, other);
    }
}
