package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.CreateRoleRequest;
import dev.gatehouse.aws.iam.CreateRoleResponse;
import dev.gatehouse.aws.iam.DeleteRolePermissionsBoundaryRequest;
import dev.gatehouse.aws.iam.DeleteRoleRequest;
import dev.gatehouse.aws.iam.GetRoleRequest;
import dev.gatehouse.aws.iam.GetRoleResponse;
import dev.gatehouse.aws.iam.ListRolesRequest;
import dev.gatehouse.aws.iam.ListRolesResponse;
import dev.gatehouse.aws.iam.PutRolePermissionsBoundaryRequest;
import dev.gatehouse.aws.iam.UpdateAssumeRolePolicyRequest;
import dev.gatehouse.aws.iam.UpdateRoleDescriptionRequest;
import dev.gatehouse.aws.iam.UpdateRoleDescriptionResponse;
import dev.gatehouse.aws.iam.UpdateRoleRequest;
import dev.gatehouse.aws.iam.UpdateRoleResponse;
import dev.gatehouse.iam.account.InstanceProfiles;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.PolicyDocuments;
import dev.gatehouse.iam.entity.TagKeys;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;

/** The operations on roles themselves. */
final class Roles {
    private static final int TRUST_POLICY_MAX = 2_048;

    private final Catalog<StoredRole> roles;
    private final PolicyCatalog policies;
    private final Clock clock;

    Roles(Catalog<StoredRole> roles, PolicyCatalog policies, Clock clock) {
        this.roles = roles;
        this.policies = policies;
        this.clock = clock;
    }

    CreateRoleResponse create(RequestContext context, CreateRoleRequest input) {
        AccountId account = context.account();
        checkTrustPolicy(input.assumeRolePolicyDocument());
        if (input.permissionsBoundary() != null) {
            policies.checkAttachable(account, input.permissionsBoundary());
        }
        StoredRole role =
                new StoredRole(
                        Entity.named(input.roleName(), input.path(), "AROA", clock.now()),
                        input.assumeRolePolicyDocument(),
                        input.description(),
                        Objects.requireNonNullElse(
                                input.maxSessionDuration(), StoredRole.DEFAULT_SESSION_SECONDS),
                        input.permissionsBoundary(),
                        Tags.of(TagKeys.ANY_CASE, input.tags()),
                        Grants.NONE);
        roles.insert(account, role);
        return CreateRoleResponse.builder()
                .role(role.summary(account).toBuilder().tags(role.tags().listOrNull()).build())
                .build();
    }

    GetRoleResponse get(RequestContext context, GetRoleRequest input) {
        StoredRole role = roles.get(context.account(), input.roleName());
        return GetRoleResponse.builder().role(role.view(context.account())).build();
    }

    ListRolesResponse list(RequestContext context, ListRolesRequest input) {
        String prefix = Objects.requireNonNullElse(input.pathPrefix(), "/");
        List<StoredRole> all =
                roles.list(context.account()).stream()
                        .filter(role -> role.entity().path().startsWith(prefix))
                        .toList();
        Listing<StoredRole> page =
                Listing.page(
                        all,
                        role -> Entity.key(role.entity().name()),
                        input.marker(),
                        input.maxItems());
        return ListRolesResponse.builder()
                .roles(page.items().stream().map(r -> r.summary(context.account())).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /**
     * What the request does not name stays, also the session's duration: the default that AWS's
     * documentation speaks of there is that of new roles.
     */
    UpdateRoleResponse update(RequestContext context, UpdateRoleRequest input) {
        roles.update(context.account(), input.roleName(), role -> changed(role, input));
        return UpdateRoleResponse.builder().build();
    }

    private static StoredRole changed(StoredRole role, UpdateRoleRequest input) {
        String description = input.description();
        Integer seconds = input.maxSessionDuration();
        return role.withDescription(description == null ? role.description() : description)
                .withMaxSession(seconds == null ? role.maxSessionSeconds() : seconds);
    }

    UpdateRoleDescriptionResponse updateDescription(
            RequestContext context, UpdateRoleDescriptionRequest input) {
        StoredRole role =
                roles.update(
                        context.account(),
                        input.roleName(),
                        each -> each.withDescription(input.description()));
        return UpdateRoleDescriptionResponse.builder().role(role.view(context.account())).build();
    }

    Empty updateTrustPolicy(RequestContext context, UpdateAssumeRolePolicyRequest input) {
        checkTrustPolicy(input.policyDocument());
        roles.update(
                context.account(),
                input.roleName(),
                role -> role.withTrustPolicy(input.policyDocument()));
        return Empty.EMPTY;
    }

    Empty putBoundary(RequestContext context, PutRolePermissionsBoundaryRequest input) {
        policies.checkAttachable(context.account(), input.permissionsBoundary());
        roles.update(
                context.account(),
                input.roleName(),
                role -> role.withBoundary(input.permissionsBoundary()));
        return Empty.EMPTY;
    }

    Empty deleteBoundary(RequestContext context, DeleteRolePermissionsBoundaryRequest input) {
        roles.update(context.account(), input.roleName(), role -> role.withBoundary(null));
        return Empty.EMPTY;
    }

    Empty delete(RequestContext context, DeleteRoleRequest input) {
        roles.delete(
                context.account(),
                input.roleName(),
                tx -> InstanceProfiles.requireNone(tx, context.account(), input.roleName()));
        return Empty.EMPTY;
    }

    private static void checkTrustPolicy(String document) {
        PolicyDocuments.checkTrustPolicy(document);
        if (PolicyDocuments.size(document) > TRUST_POLICY_MAX) {
            throw IamErrors.limitExceeded(
                    "Cannot exceed quota for ACLSizePerRole: " + TRUST_POLICY_MAX);
        }
    }
}
