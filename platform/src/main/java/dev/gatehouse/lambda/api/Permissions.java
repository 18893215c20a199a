package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.AddPermissionRequest;
import dev.gatehouse.aws.lambda.AddPermissionResponse;
import dev.gatehouse.aws.lambda.GetPolicyRequest;
import dev.gatehouse.aws.lambda.GetPolicyResponse;
import dev.gatehouse.aws.lambda.RemovePermissionRequest;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.PolicyJson;
import dev.gatehouse.lambda.model.PolicyStatement;
import dev.gatehouse.lambda.model.PolicyStatement.PolicyConditions;
import dev.gatehouse.lambda.model.ResourcePolicy;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** AddPermission, RemovePermission and GetPolicy. */
final class Permissions {
    private static final int LARGEST_POLICY_BYTES = 20_480;
    private static final Pattern PRINCIPAL =
            Pattern.compile(
                    "\\*|\\d{12}|arn:aws[a-z-]*:(iam|sts)::\\d{12}:.+"
                            + "|[a-z0-9.-]+\\.(amazonaws\\.com(\\.cn)?|amazon\\.com|internal)");

    private final FunctionRegistry registry;

    Permissions(FunctionRegistry registry) {
        this.registry = registry;
    }

    AddPermissionResponse add(RequestContext context, AddPermissionRequest input) {
        FunctionReference resource =
                Here.function(context, input.functionName(), input.qualifier());
        if (FunctionVersion.LATEST.equals(resource.qualifier())) {
            throw LambdaErrors.invalidParameter(
                    "We currently do not support adding policies for $LATEST.");
        }
        if (!PRINCIPAL.matcher(input.principal()).matches()) {
            throw LambdaErrors.invalidParameter(
                    "The provided principal was invalid. Please check the principal and try"
                            + " again.");
        }
        requireMatching(input);
        PolicyStatement statement = statement(input);
        registry.transact(
                resource,
                within -> {
                    requireResource(within, resource);
                    return FunctionRegistry.change(
                            within,
                            resource,
                            stored -> add(stored, resource, statement, input.revisionId()));
                });
        return AddPermissionResponse.builder()
                .statement(PolicyJson.statement(statement, resource.arn()))
                .build();
    }

    /** Conditions on function URLs go with the action that they are about. */
    private static void requireMatching(AddPermissionRequest input) {
        String action = input.action();
        if (input.functionUrlAuthType() != null && !action.equals("lambda:InvokeFunctionUrl")) {
            throw LambdaErrors.invalidParameter(
                    "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
        }
        if (input.invokedViaFunctionUrl() != null && !action.equals("lambda:InvokeFunction")) {
            throw LambdaErrors.invalidParameter(
                    "InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action");
        }
    }

    private static StoredFunction add(
            StoredFunction stored,
            FunctionReference resource,
            PolicyStatement statement,
            @Nullable String revisionId) {
        ResourcePolicy before = stored.policies().get(key(resource));
        String actual = before == null ? stored.latest().revisionId() : before.revisionId();
        requireRevision(revisionId, actual);
        ResourcePolicy after = (before == null ? ResourcePolicy.empty() : before).with(statement);
        String document = PolicyJson.policy(after, resource.arn());
        if (document.getBytes(StandardCharsets.UTF_8).length > LARGEST_POLICY_BYTES) {
            throw new ServiceException(
                    "PolicyLengthExceededException",
                    400,
                    "The final policy size (%d) is bigger than the limit (%d)."
                            .formatted(document.length(), LARGEST_POLICY_BYTES));
        }
        return stored.withPolicy(key(resource), after);
    }

    Empty remove(RequestContext context, RemovePermissionRequest input) {
        FunctionReference resource =
                Here.function(context, input.functionName(), input.qualifier());
        registry.transact(
                resource,
                within -> {
                    if (within.find(resource).isEmpty()) {
                        throw LambdaErrors.notFound("No policy found for: " + resource.arn());
                    }
                    requireResource(within, resource);
                    return FunctionRegistry.change(
                            within,
                            resource,
                            stored ->
                                    remove(
                                            stored,
                                            resource,
                                            input.statementId(),
                                            input.revisionId()));
                });
        return Empty.EMPTY;
    }

    private static StoredFunction remove(
            StoredFunction stored,
            FunctionReference resource,
            String sid,
            @Nullable String revisionId) {
        ResourcePolicy before = stored.policies().get(key(resource));
        if (before == null) {
            throw LambdaErrors.notFound("No policy is associated with the given resource.");
        }
        requireRevision(revisionId, before.revisionId());
        return stored.withPolicy(key(resource), before.without(sid));
    }

    GetPolicyResponse get(RequestContext context, GetPolicyRequest input) {
        FunctionReference resource =
                Here.function(context, input.functionName(), input.qualifier());
        ResourcePolicy policy =
                registry.documents()
                        .find(resource)
                        .map(stored -> stored.policies().get(key(resource)))
                        .orElseThrow(LambdaErrors::noSuchResource);
        return GetPolicyResponse.builder()
                .policy(PolicyJson.policy(policy, resource.arn()))
                .revisionId(policy.revisionId())
                .build();
    }

    /** Rejects a function, version or alias that is not there, each in Lambda's own words. */
    private static void requireResource(FunctionDocuments within, FunctionReference resource) {
        within.require(resource.withQualifier(null));
        String qualifier = resource.qualifier();
        if (qualifier == null || within.version(resource).isPresent()) {
            return;
        }
        boolean couldBeAlias = !FunctionDocuments.isNumber(qualifier) && qualifier.indexOf('$') < 0;
        throw couldBeAlias
                ? LambdaErrors.notFound("Cannot find alias arn: " + resource.arn())
                : LambdaErrors.functionNotFound(resource.arn());
    }

    private static void requireRevision(@Nullable String wanted, String actual) {
        if (wanted != null && !wanted.equals(actual)) {
            throw LambdaErrors.staleRevision("GetPolicy");
        }
    }

    private static String key(FunctionReference resource) {
        return resource.qualifier() == null ? "" : resource.qualifier();
    }

    private static PolicyStatement statement(AddPermissionRequest input) {
        return new PolicyStatement(
                input.statementId(),
                input.action(),
                input.principal(),
                new PolicyConditions(
                        input.sourceArn(),
                        input.sourceAccount(),
                        input.eventSourceToken(),
                        input.principalOrgID(),
                        input.functionUrlAuthType(),
                        input.invokedViaFunctionUrl()));
    }
}
