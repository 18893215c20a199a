package dev.gatehouse.sts;

import dev.gatehouse.identity.ManagedPolicies;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.identity.oidc.OidcDirectory;
import dev.gatehouse.identity.policy.PermissionSource;

/**
 * What STS asks of IAM.
 *
 * @param roles the roles
 * @param permissions what callers may do
 * @param policies the managed policies that narrow sessions
 * @param providers the identity providers whose tokens may assume roles
 */
public record Directory(
        RoleDirectory roles,
        PermissionSource permissions,
        ManagedPolicies policies,
        OidcDirectory providers) {}
