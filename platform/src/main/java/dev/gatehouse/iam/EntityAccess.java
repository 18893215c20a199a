package dev.gatehouse.iam;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.repository.RoleCatalog;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.iam.repository.UserCatalog;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.Optional;

/** The ARNs of users and roles, which requests name without their paths. */
final class EntityAccess implements ServiceAccess {
    private final RoleCatalog roles;
    private final UserCatalog users;

    EntityAccess(RoleCatalog roles, UserCatalog users) {
        this.roles = roles;
        this.users = users;
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        return Arn.parse(plain.arn())
                .flatMap(arn -> real(arn, plain.account()))
                .map(arn -> new ProtectedResource(arn, plain.account(), null))
                .orElse(plain);
    }

    private Optional<String> real(Arn arn, AccountId account) {
        int slash = arn.resource().indexOf('/');
        String type = slash < 0 ? "" : arn.resource().substring(0, slash);
        String name = arn.resource().substring(slash + 1);
        Optional<Entity> found =
                switch (type) {
                    case "role" -> roles.find(account, name).map(StoredRole::entity);
                    case "user" -> users.find(account, name).map(StoredUser::entity);
                    default -> Optional.empty();
                };
        return found.map(entity -> entity.arn(type, account));
    }
}
