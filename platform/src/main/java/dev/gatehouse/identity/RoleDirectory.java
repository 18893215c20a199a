package dev.gatehouse.identity;

import dev.gatehouse.kernel.Arn;
import java.util.Optional;

/** Where roles are looked up: IAM, for those who hand out sessions of them. May block. */
@FunctionalInterface
public interface RoleDirectory {

    /** The role with this ARN. */
    Optional<AssumableRole> find(Arn role);
}
