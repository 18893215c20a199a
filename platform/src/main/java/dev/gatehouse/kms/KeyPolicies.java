package dev.gatehouse.kms;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.kms.GetKeyPolicyRequest;
import dev.gatehouse.aws.kms.GetKeyPolicyResponse;
import dev.gatehouse.aws.kms.ListKeyPoliciesRequest;
import dev.gatehouse.aws.kms.ListKeyPoliciesResponse;
import dev.gatehouse.aws.kms.PutKeyPolicyRequest;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may use keys: without its own policy's leave no caller may, the root neither. */
final class KeyPolicies {
    private static final String NAME = "default";

    /** One who is allowed all that the key's policy lets him. */
    private static final Permissions EVERYTHING =
            new Permissions(
                    List.of(
                            Policy.of(
                                    """
                                    {"Version":"2012-10-17","Statement":
                                      [{"Effect":"Allow","Action":"*","Resource":"*"}]}
                                    """)),
                    null,
                    Map.of());

    private final KeyCatalog keys;

    KeyPolicies(KeyCatalog keys) {
        this.keys = keys;
    }

    /** The policy of a key that was made without one: the account decides by its own policies. */
    static String ofAccount(AccountId account) {
        return """
        {
          "Version" : "2012-10-17",
          "Id" : "key-default-1",
          "Statement" : [ {
            "Sid" : "Enable IAM User Permissions",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "arn:aws:iam::%s:root"
            },
            "Action" : "kms:*",
            "Resource" : "*"
          } ]
        }\
        """
                .formatted(account.value());
    }

    /**
     * Checks a policy before it is in force.
     *
     * @param bypass whether its author may lock himself out
     * @throws dev.gatehouse.kernel.ServiceException MalformedPolicyDocumentException
     */
    static void check(Principal author, String arn, String text, @Nullable Boolean bypass) {
        Policy policy;
        try {
            policy = Policy.of(text);
        } catch (MalformedPolicyException malformed) {
            throw malformed("Policy contains invalid statements or is malformed");
        }
        if (Boolean.TRUE.equals(bypass)) {
            return;
        }
        ProtectedResource key = new ProtectedResource(arn, author.account(), policy);
        boolean allowed =
                new Actor(author, EVERYTHING)
                        .decideTrusted("kms:PutKeyPolicy", key, _ -> List.of())
                        .isAllowed();
        if (!allowed) {
            throw malformed(
                    "The new key policy will not allow you to update the key policy in the"
                            + " future.");
        }
    }

    private static RuntimeException malformed(String message) {
        return KmsErrors.of("MalformedPolicyDocumentException", message);
    }

    GetKeyPolicyResponse get(RequestContext context, GetKeyPolicyRequest input) {
        requireName(input.policyName());
        return GetKeyPolicyResponse.builder()
                .policy(keys.requireOwn(scope(context), input.keyId()).key().settings().policy())
                .policyName(NAME)
                .build();
    }

    Empty put(RequestContext context, PutKeyPolicyRequest input) {
        requireName(input.policyName());
        KeyCatalog.Found found = keys.requireOwn(scope(context), input.keyId());
        check(
                context.principal(),
                found.arn(),
                input.policy(),
                input.bypassPolicyLockoutSafetyCheck());
        keys.update(found, key -> key.with(key.settings().under(input.policy())));
        return Empty.EMPTY;
    }

    private static void requireName(@Nullable String name) {
        if (name != null && !name.equals(NAME)) {
            throw KmsErrors.absent("No such policy exists");
        }
    }

    /** There is one name of a policy, so all are on the first page. */
    ListKeyPoliciesResponse list(RequestContext context, ListKeyPoliciesRequest input) {
        if (input.marker() != null) {
            throw KmsErrors.of("InvalidMarkerException", "The marker is invalid");
        }
        keys.requireOwn(scope(context), input.keyId());
        return ListKeyPoliciesResponse.builder()
                .policyNames(List.of(NAME))
                .truncated(false)
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
