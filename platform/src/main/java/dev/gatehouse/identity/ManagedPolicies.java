package dev.gatehouse.identity;

import dev.gatehouse.kernel.AccountId;
import java.util.Optional;

/** Where managed policies are looked up: IAM. May block. */
@FunctionalInterface
public interface ManagedPolicies {

    /** The document that counts of a policy which {@code account} sees. */
    Optional<String> document(AccountId account, String arn);
}
