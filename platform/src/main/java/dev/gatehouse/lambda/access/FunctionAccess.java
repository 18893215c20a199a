package dev.gatehouse.lambda.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.durable.model.CallbackId;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ARNs of functions, which requests name in many forms, and the policies of functions. */
public final class FunctionAccess implements ServiceAccess {
    private static final String FUNCTION = "function:";

    private final FunctionCatalog catalog;
    private final FunctionDocuments documents;

    public FunctionAccess(FunctionCatalog catalog, FunctionDocuments documents) {
        this.catalog = catalog;
        this.documents = documents;
    }

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        if (input.value("CallbackId") instanceof String id) {
            return ofCallback(id, listed);
        }
        Object name = input.value("FunctionName");
        if (name == null) {
            return listed;
        }
        Object qualifier = input.value("Qualifier");
        String arn =
                FunctionReference.anywhere(
                                new Scope(context.account(), context.region()),
                                name.toString(),
                                qualifier == null ? null : qualifier.toString())
                        .arn()
                        .toString();
        return listed.stream()
                .map(need -> isOfFunction(need) ? new Need(need.action(), arn) : need)
                .toList();
    }

    /** What a callback belongs to is in its id. */
    private static List<Need> ofCallback(String id, List<Need> listed) {
        return CallbackId.parse(id)
                .map(callback -> callback.execution().toString())
                .map(arn -> listed.stream().map(need -> new Need(need.action(), arn)).toList())
                .orElse(listed);
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
                .orElse(plain)
                .withTags(() -> tags(arn, parts[0]));
    }

    /** Versions and aliases have those of their function; what is not there yet has none. */
    private Optional<Map<String, String>> tags(Arn arn, String name) {
        Optional<Region> region = Region.parse(arn.region());
        if (region.isEmpty() || !arn.account().matches("\\d{12}")) {
            return Optional.empty();
        }
        Scope scope = new Scope(new AccountId(arn.account()), region.get());
        return Optional.of(
                documents
                        .find(FunctionReference.to(scope, name))
                        .map(StoredFunction::tags)
                        .orElse(Map.of()));
    }

    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return key -> key.equals("lambda:functionarn") ? function(context, operation, input) : null;
    }

    /** The function of an event source mapping: the mapping's own ARN does not name it. */
    private static List<String> function(
            RequestContext context, OperationModel operation, Structure input) {
        Object name = input.value("FunctionName");
        return name == null || !operation.name().endsWith("EventSourceMapping")
                ? List.of()
                : List.of(
                        FunctionReference.parse(
                                        new Scope(context.account(), context.region()),
                                        name.toString(),
                                        null)
                                .function()
                                .toString());
    }

    private static Arn withoutQualifier(Arn arn, String name) {
        return new Arn(
                arn.partition(), arn.service(), arn.region(), arn.account(), FUNCTION + name);
    }
}
