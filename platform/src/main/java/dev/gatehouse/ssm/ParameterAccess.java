package dev.gatehouse.ssm;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which parameters an operation is about: requests name them in several ways, and some name many
 * (Systems Manager User Guide, "Restricting access to Parameter Store parameters using IAM
 * policies").
 */
final class ParameterAccess implements ServiceAccess {
    private static final List<String> NAMES = List.of("Name", "Path", "ResourceId");

    private final ParameterCatalog parameters;

    ParameterAccess(ParameterCatalog parameters) {
        this.parameters = parameters;
    }

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        Scope scope = new Scope(context.account(), context.region());
        String action = "ssm:" + operation.name();
        List<Need> needs = new ArrayList<>();
        if (input.value("Names") instanceof List<?> names) {
            names.forEach(name -> needs.add(new Need(action, arn(scope, name.toString()))));
        }
        for (String member : NAMES) {
            if (input.value(member) instanceof String name) {
                needs.add(new Need(action, arn(scope, name)));
            }
        }
        return needs.isEmpty() ? listed : needs;
    }

    private static String arn(Scope scope, String given) {
        return ParameterName.arn(scope, ParameterName.of(given).name());
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        return plain.withTags(() -> Arn.parse(plain.arn()).flatMap(this::tags));
    }

    private Optional<Map<String, String>> tags(Arn arn) {
        Optional<Region> region = Region.parse(arn.region());
        if (region.isEmpty()
                || !arn.account().matches("\\d{12}")
                || !arn.resource().startsWith("parameter/")) {
            return Optional.empty();
        }
        Scope scope = new Scope(new AccountId(arn.account()), region.get());
        return Optional.of(
                parameters
                        .find(scope, ParameterName.of(arn.toString()).name())
                        .map(StoredParameter::tags)
                        .orElse(Map.of()));
    }
}
