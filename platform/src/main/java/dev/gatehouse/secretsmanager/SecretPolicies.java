package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.secretsmanager.DeleteResourcePolicyRequest;
import dev.gatehouse.aws.secretsmanager.DeleteResourcePolicyResponse;
import dev.gatehouse.aws.secretsmanager.GetResourcePolicyRequest;
import dev.gatehouse.aws.secretsmanager.GetResourcePolicyResponse;
import dev.gatehouse.aws.secretsmanager.PutResourcePolicyRequest;
import dev.gatehouse.aws.secretsmanager.PutResourcePolicyResponse;
import dev.gatehouse.aws.secretsmanager.ValidateResourcePolicyRequest;
import dev.gatehouse.aws.secretsmanager.ValidateResourcePolicyResponse;
import dev.gatehouse.aws.secretsmanager.ValidationErrorsEntry;
import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.open.PublicPolicies;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.secretsmanager.SecretCatalog.Found;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;

/** Who else may use secrets. */
final class SecretPolicies {
    private final SecretCatalog secrets;
    private final Clock clock;

    SecretPolicies(SecretCatalog secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    PutResourcePolicyResponse put(RequestContext context, PutResourcePolicyRequest input) {
        if (!isPolicy(input.resourcePolicy())) {
            throw SecretErrors.of(
                    "MalformedPolicyDocumentException",
                    "This resource policy contains invalid Json");
        }
        if (Boolean.TRUE.equals(input.blockPublicPolicy())
                && PublicPolicies.isPublic(input.resourcePolicy())) {
            throw SecretErrors.of(
                    "PublicPolicyException",
                    "The BlockPublicPolicy parameter is set to true, and the resource policy did"
                            + " not prevent broad access to the secret.");
        }
        Found found = secrets.requireKept(scope(context), input.secretId());
        secrets.update(
                found,
                secret ->
                        secret.with(secret.settings().under(input.resourcePolicy()), clock.now()));
        return PutResourcePolicyResponse.builder()
                .arn(found.secret().arn())
                .name(found.secret().name())
                .build();
    }

    private static boolean isPolicy(String text) {
        try {
            Policy.of(text);
            return true;
        } catch (MalformedPolicyException malformed) {
            return false;
        }
    }

    GetResourcePolicyResponse get(RequestContext context, GetResourcePolicyRequest input) {
        StoredSecret secret = secrets.requireKept(scope(context), input.secretId()).secret();
        return GetResourcePolicyResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .resourcePolicy(secret.settings().policy())
                .build();
    }

    DeleteResourcePolicyResponse delete(RequestContext context, DeleteResourcePolicyRequest input) {
        Found found = secrets.requireKept(scope(context), input.secretId());
        secrets.update(found, secret -> secret.with(secret.settings().under(null), clock.now()));
        return DeleteResourcePolicyResponse.builder()
                .arn(found.secret().arn())
                .name(found.secret().name())
                .build();
    }

    ValidateResourcePolicyResponse validate(
            RequestContext context, ValidateResourcePolicyRequest input) {
        if (input.secretId() != null) {
            secrets.requireKept(scope(context), input.secretId());
        }
        boolean passes = isPolicy(input.resourcePolicy());
        return ValidateResourcePolicyResponse.builder()
                .policyValidationPassed(passes)
                .validationErrors(
                        passes
                                ? List.of()
                                : List.of(
                                        ValidationErrorsEntry.builder()
                                                .checkName("SYNTAX")
                                                .errorMessage(
                                                        "This resource policy contains invalid"
                                                                + " Json")
                                                .build()))
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
