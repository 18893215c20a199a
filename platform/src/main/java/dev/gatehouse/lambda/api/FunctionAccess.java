package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.List;

/** The ARNs of functions, which requests name in many forms, and the policies of functions. */
public final class FunctionAccess implements ServiceAccess {
    private static final String FUNCTION = "function:";

    private final FunctionCatalog catalog;

    public FunctionAccess(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        Object name = input.value("FunctionName");
        if (name == null) {
            return listed;
        }
        Object qualifier = input.value("Qualifier");
        String arn =
                Here.function(
                                context,
                                name.toString(),
                                qualifier == null ? null : qualifier.toString())
                        .arn()
                        .toString();
        return listed.stream()
                .map(need -> isOfFunction(need) ? new Need(need.action(), arn) : need)
                .toList();
    }

    private static boolean isOfFunction(Need need) {
        return need.action().startsWith("lambda:") && !need.resource().equals("*");
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        Arn arn = Arn.parse(plain.arn()).orElse(null);
        if (arn == null
                || !arn.service().equals("lambda")
                || !arn.resource().startsWith(FUNCTION)) {
            return plain;
        }
        String[] parts = arn.resource().substring(FUNCTION.length()).split(":", 2);
        String qualifier = parts.length == 2 ? parts[1] : "";
        return catalog.find(withoutQualifier(arn, parts[0]))
                .map(plan -> plan.policies().get(qualifier))
                .map(policy -> new ProtectedResource(plain.arn(), plain.account(), policy))
                .orElse(plain);
    }

    private static Arn withoutQualifier(Arn arn, String name) {
        return new Arn(
                arn.partition(), arn.service(), arn.region(), arn.account(), FUNCTION + name);
    }
}
