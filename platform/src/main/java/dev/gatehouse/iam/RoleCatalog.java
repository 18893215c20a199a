package dev.gatehouse.iam;

import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The roles of every account. */
final class RoleCatalog implements RoleDirectory {
    private final Documents<StoredRole> documents;

    RoleCatalog(Store store) {
        this.documents = store.documents(StoredRole.KIND);
    }

    StoredRole get(AccountId account, String name) {
        return documents
                .find(Scope.global(account), Entity.key(name))
                .map(Stored::value)
                .orElseThrow(() -> IamErrors.noSuchRole(name));
    }

    List<StoredRole> list(AccountId account) {
        return documents.list(Scope.global(account), "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }

    void insert(AccountId account, StoredRole role) {
        String name = role.entity().name();
        try {
            documents.insert(Scope.global(account), Entity.key(name), role);
        } catch (DuplicateDocumentException e) {
            throw IamErrors.alreadyExists("Role with name " + name + " already exists.");
        }
    }

    StoredRole update(AccountId account, String name, UnaryOperator<StoredRole> change) {
        return documents
                .update(Scope.global(account), Entity.key(name), change)
                .map(Stored::value)
                .orElseThrow(() -> IamErrors.noSuchRole(name));
    }

    void delete(AccountId account, String name) {
        get(account, name).grants().checkNone();
        documents.delete(Scope.global(account), Entity.key(name));
    }

    @Override
    public Optional<AssumableRole> find(Arn role) {
        if (!role.service().equals("iam")
                || !role.resource().startsWith("role/")
                || !role.account().matches("\\d{12}")) {
            return Optional.empty();
        }
        AccountId account = new AccountId(role.account());
        String name = role.resource().substring(role.resource().lastIndexOf('/') + 1);
        return documents
                .find(Scope.global(account), Entity.key(name))
                .map(found -> found.value().assumable(account))
                .filter(found -> found.arn().resource().equals(role.resource()));
    }
}
