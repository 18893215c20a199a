package dev.gatehouse.lambda.configuration;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.PolicyStatement;
import dev.gatehouse.lambda.model.StoredLayerVersion;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.store.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which layers a function may use: at most five, of its region, each once, and shared with it. */
public final class LayerRules {
    private static final int MOST = 5;

    private final LayerDocuments layers;

    public LayerRules(LayerDocuments layers) {
        this.layers = layers;
    }

    List<LayerReference> resolve(Scope function, List<String> arns) {
        if (arns.size() > MOST) {
            throw LambdaErrors.invalidParameter("Cannot reference more than " + MOST + " layers.");
        }
        Map<String, String> seen = new HashMap<>();
        for (String arn : arns) {
            LayerArn.Version version = LayerArn.parse(arn);
            if (!version.region().equals(function.region().name())) {
                throw LambdaErrors.invalidParameter(
                        "Layers are not in the same region as the function. Layers are expected"
                                + " to be in region "
                                + function.region()
                                + ".");
            }
            String other = seen.put(version.account() + version.name(), arn);
            if (other != null) {
                throw LambdaErrors.invalidParameter(
                        ("Two different versions of the same layer are not allowed to be"
                                        + " referenced in the same function. %s and %s are"
                                        + " versions of the same layer.")
                                .formatted(other, arn));
            }
        }
        return arns.stream().map(arn -> resolve(function, arn)).toList();
    }

    private LayerReference resolve(Scope function, String arn) {
        LayerArn.Version named = LayerArn.parse(arn);
        Scope owner = new Scope(new AccountId(named.account()), function.region());
        StoredLayerVersion version =
                layers.version(owner, named.name(), named.number())
                        .filter(found -> mayUse(function, owner, found))
                        .orElseThrow(
                                () ->
                                        LambdaErrors.invalidParameter(
                                                "Layer version " + arn + " does not exist."));
        VersionCode code = version.code();
        return new LayerReference(arn, code.zippedBytes(), code.key(), code.unzippedBytes());
    }

    /** Another account's layer is as good as absent unless its policy shares it. */
    private static boolean mayUse(Scope function, Scope owner, StoredLayerVersion version) {
        return owner.equals(function)
                || (version.policy() != null
                        && version.policy().statements().stream()
                                .anyMatch(statement -> names(statement, function.account())));
    }

    /** Nobody here is known to be of an organization, so a statement for one shares nothing. */
    private static boolean names(PolicyStatement statement, AccountId account) {
        if (statement.conditions().narrowsCallers()) {
            return false;
        }
        String principal = statement.principal();
        return principal.equals("*")
                || principal.equals(account.value())
                || principal.equals(Arn.global("iam", account, "root").toString());
    }
}
