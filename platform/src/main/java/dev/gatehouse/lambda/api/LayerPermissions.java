package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.AddLayerVersionPermissionRequest;
import dev.gatehouse.aws.lambda.AddLayerVersionPermissionResponse;
import dev.gatehouse.aws.lambda.GetLayerVersionPolicyRequest;
import dev.gatehouse.aws.lambda.GetLayerVersionPolicyResponse;
import dev.gatehouse.aws.lambda.RemoveLayerVersionPermissionRequest;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.configuration.LayerArn;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.model.PolicyJson;
import dev.gatehouse.lambda.model.PolicyStatement;
import dev.gatehouse.lambda.model.PolicyStatement.PolicyConditions;
import dev.gatehouse.lambda.model.ResourcePolicy;
import dev.gatehouse.lambda.model.StoredLayerVersion;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** AddLayerVersionPermission, GetLayerVersionPolicy and RemoveLayerVersionPermission. */
final class LayerPermissions {
    private final LayerDocuments documents;

    LayerPermissions(LayerDocuments documents) {
        this.documents = documents;
    }

    AddLayerVersionPermissionResponse add(
            RequestContext context, AddLayerVersionPermissionRequest input) {
        Named layer = named(context, input.layerName(), input.versionNumber());
        PolicyStatement statement =
                new PolicyStatement(
                        input.statementId(),
                        input.action(),
                        input.principal(),
                        new PolicyConditions(null, null, null, input.organizationId(), null, null));
        ResourcePolicy policy =
                change(
                        layer,
                        before -> {
                            requireRevision(input.revisionId(), before);
                            return before.with(statement);
                        });
        return AddLayerVersionPermissionResponse.builder()
                .statement(PolicyJson.statement(statement, layer.arn()))
                .revisionId(policy.revisionId())
                .build();
    }

    Empty remove(RequestContext context, RemoveLayerVersionPermissionRequest input) {
        Named layer = named(context, input.layerName(), input.versionNumber());
        change(
                layer,
                before -> {
                    requireRevision(input.revisionId(), before);
                    return before.without(input.statementId());
                });
        return Empty.EMPTY;
    }

    GetLayerVersionPolicyResponse get(RequestContext context, GetLayerVersionPolicyRequest input) {
        Named layer = named(context, input.layerName(), input.versionNumber());
        StoredLayerVersion version =
                documents
                        .version(layer.scope(), layer.name(), layer.number())
                        .orElseThrow(() -> absent(layer));
        ResourcePolicy policy = version.policy();
        if (policy == null || policy.statements().isEmpty()) {
            throw LambdaErrors.notFound("No policy is associated with the given resource.");
        }
        return GetLayerVersionPolicyResponse.builder()
                .policy(PolicyJson.policy(policy, layer.arn()))
                .revisionId(policy.revisionId())
                .build();
    }

    private ResourcePolicy change(Named layer, UnaryOperator<ResourcePolicy> change) {
        String id = LayerDocuments.versionId(layer.name(), layer.number());
        return documents
                .versions()
                .update(layer.scope(), id, now -> now.withPolicy(change.apply(policy(now))))
                .map(Stored::value)
                .map(LayerPermissions::policy)
                .orElseThrow(() -> absent(layer));
    }

    private static ResourcePolicy policy(StoredLayerVersion version) {
        return version.policy() == null ? ResourcePolicy.empty() : version.policy();
    }

    private static void requireRevision(@Nullable String wanted, ResourcePolicy policy) {
        if (wanted != null && !wanted.equals(policy.revisionId())) {
            throw LambdaErrors.staleRevision("GetLayerPolicy");
        }
    }

    private static RuntimeException absent(Named layer) {
        return LambdaErrors.notFound("Layer version " + layer.arn() + " does not exist.");
    }

    private static Named named(RequestContext context, String layerName, long number) {
        Scope here = Here.of(context);
        return new Named(here, LayerArn.name(here, layerName), number);
    }

    /** The layer version a call is about. */
    private record Named(Scope scope, String name, long number) {
        Arn arn() {
            return LayerArn.of(scope, name, number);
        }
    }
}
