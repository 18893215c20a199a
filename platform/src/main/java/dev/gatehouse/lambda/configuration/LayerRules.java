package dev.gatehouse.lambda.configuration;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyRequest;
import dev.gatehouse.identity.policy.RequestValues;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.PolicyJson;
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
        Arn layer = Arn.parse(arn).orElseThrow();
        StoredLayerVersion version =
                layers.version(owner, named.name(), named.number())
                        .filter(found -> mayUse(function, owner, found, layer))
                        .orElseThrow(
                                () ->
                                        LambdaErrors.invalidParameter(
                                                "Layer version " + arn + " does not exist."));
        VersionCode code = version.code();
        return new LayerReference(arn, code.zippedBytes(), code.key(), code.unzippedBytes());
    }

    /**
     * Another account's layer is as good as absent unless its policy shares it. Nobody here is
     * known to be of an organization, so a statement for one shares nothing.
     */
    private static boolean mayUse(
            Scope function, Scope owner, StoredLayerVersion version, Arn layer) {
        if (owner.equals(function)) {
            return true;
        }
        Principal account = Principal.root(function.account());
        return version.policy() != null
                && Policy.of(PolicyJson.policy(version.policy(), layer))
                        .decide(
                                new PolicyRequest(
                                        account,
                                        "lambda:GetLayerVersion",
                                        layer.toString(),
                                        new RequestValues(account, Map.of())))
                        .isAllowed();
    }
}
