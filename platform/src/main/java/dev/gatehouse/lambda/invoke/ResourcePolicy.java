package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyRequest;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.identity.policy.RequestValues;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.lambda.plan.FunctionPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a function's resource policy lets somebody invoke it, and what else has a say. */
final class ResourcePolicy {
    private static final String INVOKE = "lambda:InvokeFunction";

    private ResourcePolicy() {}

    static boolean allows(
            FunctionPlan plan,
            @Nullable String qualifier,
            InvocationSource.ServicePrincipal caller) {
        Policy policy = plan.policies().get(qualifier == null ? "" : qualifier);
        if (policy == null) {
            return false;
        }
        AccountId account = new AccountId(plan.function().account());
        Principal service = Principal.service(account, caller.principal());
        String function = plan.function().toString();
        return policy.decide(
                        new PolicyRequest(
                                service,
                                INVOKE,
                                qualifier == null ? function : function + ':' + qualifier,
                                new RequestValues(service, source(caller))))
                .isAllowed();
    }

    /** What the policies of a principal and of a function come to. */
    static Decision decide(
            FunctionPlan plan, @Nullable String qualifier, Actor actor, ConditionKeys keys) {
        String function = plan.function().toString();
        ProtectedResource resource =
                new ProtectedResource(
                        qualifier == null ? function : function + ':' + qualifier,
                        new AccountId(plan.function().account()),
                        plan.policies().get(qualifier == null ? "" : qualifier));
        List<String> owner = List.of(plan.function().account());
        return actor.decide(
                INVOKE, resource, key -> key.equals("aws:resourceaccount") ? owner : keys.of(key));
    }

    private static Map<String, List<String>> source(InvocationSource.ServicePrincipal caller) {
        String account = caller.sourceAccount();
        return Map.of(
                "aws:sourcearn",
                List.of(caller.sourceArn()),
                "aws:sourceaccount",
                account == null ? List.of() : List.of(account));
    }
}
