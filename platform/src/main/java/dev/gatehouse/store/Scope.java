package dev.gatehouse.store;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;

/** The account and region a document belongs to. */
public record Scope(AccountId account, Region region) {

    /** Where a global service, such as IAM, keeps an account's documents. */
    public static Scope global(AccountId account) {
        return new Scope(account, Region.DEFAULT);
    }
}
