package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Everything in IAM that has policies, and the policies that are shared among them. */
public record Catalogs(
        Catalog<StoredRole> roles,
        Catalog<StoredUser> users,
        Catalog<StoredGroup> groups,
        PolicyCatalog policies) {

    public static Catalogs of(Store store) {
        return new Catalogs(
                Catalog.roles(store),
                Catalog.users(store),
                Catalog.groups(store),
                new PolicyCatalog(store, new AwsPolicies()));
    }

    /** What a user has of its own and by its groups, its own first. */
    public List<Grants> grants(AccountId account, StoredUser user) {
        List<Grants> all = new ArrayList<>();
        all.add(user.grants());
        for (String group : user.groups()) {
            groups.find(account, group).map(StoredGroup::grants).ifPresent(all::add);
        }
        return all;
    }

    /** The users in a group. */
    public List<StoredUser> members(AccountId account, String group) {
        String key = Entity.key(group);
        return users.list(account).stream().filter(user -> user.groups().contains(key)).toList();
    }
}
