package dev.gatehouse.iam.account;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.CreateAccountAliasRequest;
import dev.gatehouse.aws.iam.DeleteAccountAliasRequest;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.ListAccountAliasesRequest;
import dev.gatehouse.aws.iam.ListAccountAliasesResponse;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.repository.StoredAlias;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.List;
import java.util.Optional;

/** The operations on the alias of an account, of which it has one at most. */
public final class AccountAliases {
    private final Store store;

    public AccountAliases(Store store) {
        this.store = store;
    }

    /** Adds the operations to a service. */
    public void addTo(Service.Builder service) {
        service.on(Iam.CREATE_ACCOUNT_ALIAS, this::create)
                .on(Iam.DELETE_ACCOUNT_ALIAS, this::delete)
                .on(Iam.LIST_ACCOUNT_ALIASES, this::list);
    }

    /** A new one takes the place of the one there was. */
    private Empty create(RequestContext context, CreateAccountAliasRequest input) {
        store.transact(
                tx -> {
                    Documents<StoredAlias> all = tx.documents(StoredAlias.KIND);
                    Optional<Stored<StoredAlias>> taken =
                            all.find(StoredAlias.SCOPE, input.accountAlias());
                    if (taken.isEmpty()) {
                        of(all, context.account())
                                .forEach(old -> all.delete(StoredAlias.SCOPE, old));
                        all.insert(
                                StoredAlias.SCOPE,
                                input.accountAlias(),
                                new StoredAlias(context.account()));
                    } else if (!taken.get().value().account().equals(context.account())) {
                        throw IamErrors.alreadyExists(
                                "The account alias " + input.accountAlias() + " already exists.");
                    }
                    return true;
                });
        return Empty.EMPTY;
    }

    private Empty delete(RequestContext context, DeleteAccountAliasRequest input) {
        Documents<StoredAlias> all = store.documents(StoredAlias.KIND);
        if (!of(all, context.account()).contains(input.accountAlias())) {
            throw IamErrors.noSuchEntity(
                    "The account alias with name " + input.accountAlias() + " cannot be found.");
        }
        all.delete(StoredAlias.SCOPE, input.accountAlias());
        return Empty.EMPTY;
    }

    private ListAccountAliasesResponse list(
            RequestContext context, ListAccountAliasesRequest input) {
        return ListAccountAliasesResponse.builder()
                .accountAliases(of(store.documents(StoredAlias.KIND), context.account()))
                .isTruncated(false)
                .build();
    }

    private static List<String> of(Documents<StoredAlias> all, AccountId account) {
        return all.list(StoredAlias.SCOPE, "", null, Integer.MAX_VALUE).stream()
                .filter(each -> each.value().account().equals(account))
                .map(Stored::id)
                .toList();
    }
}
