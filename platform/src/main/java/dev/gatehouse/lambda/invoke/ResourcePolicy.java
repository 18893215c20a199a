package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.kernel.Globs;
import dev.gatehouse.lambda.plan.FunctionPermission;
import dev.gatehouse.lambda.plan.FunctionPlan;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a function's resource policy lets a service invoke it. */
final class ResourcePolicy {
    private static final String INVOKE = "lambda:InvokeFunction";

    private ResourcePolicy() {}

    static boolean allows(
            FunctionPlan plan,
            @Nullable String qualifier,
            InvocationSource.ServicePrincipal caller) {
        for (FunctionPermission statement : plan.policy()) {
            if (Objects.equals(statement.qualifier(), qualifier) && matches(statement, caller)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(
            FunctionPermission statement, InvocationSource.ServicePrincipal caller) {
        String principal = statement.principal();
        return (principal.equals("*") || principal.equals(caller.principal()))
                && Globs.matches(statement.action(), INVOKE)
                && isFrom(statement, caller);
    }

    private static boolean isFrom(
            FunctionPermission statement, InvocationSource.ServicePrincipal caller) {
        String arn = statement.sourceArn();
        String account = statement.sourceAccount();
        return (arn == null || Globs.arnLike(arn, caller.sourceArn()))
                && (account == null || account.equals(caller.sourceAccount()));
    }
}
