package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.AttachRolePolicyRequest;
import dev.gatehouse.aws.iam.AttachedPolicy;
import dev.gatehouse.aws.iam.DeleteRolePolicyRequest;
import dev.gatehouse.aws.iam.DetachRolePolicyRequest;
import dev.gatehouse.aws.iam.GetRolePolicyRequest;
import dev.gatehouse.aws.iam.GetRolePolicyResponse;
import dev.gatehouse.aws.iam.ListAttachedRolePoliciesRequest;
import dev.gatehouse.aws.iam.ListAttachedRolePoliciesResponse;
import dev.gatehouse.aws.iam.ListInstanceProfilesForRoleRequest;
import dev.gatehouse.aws.iam.ListInstanceProfilesForRoleResponse;
import dev.gatehouse.aws.iam.ListRolePoliciesRequest;
import dev.gatehouse.aws.iam.ListRolePoliciesResponse;
import dev.gatehouse.aws.iam.ListRoleTagsRequest;
import dev.gatehouse.aws.iam.ListRoleTagsResponse;
import dev.gatehouse.aws.iam.PutRolePolicyRequest;
import dev.gatehouse.aws.iam.TagRoleRequest;
import dev.gatehouse.aws.iam.UntagRoleRequest;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.function.UnaryOperator;

/** The operations on what roles have: inline policies, attached policies, tags. */
final class RolePolicies {
    private static final int INLINE_MAX = 10_240;

    private final RoleCatalog roles;
    private final PolicyCatalog policies;

    RolePolicies(RoleCatalog roles, PolicyCatalog policies) {
        this.roles = roles;
        this.policies = policies;
    }

    Empty put(RequestContext context, PutRolePolicyRequest input) {
        String holder = "role " + input.roleName();
        return change(
                context,
                input.roleName(),
                grants ->
                        grants.with(
                                input.policyName(), input.policyDocument(), INLINE_MAX, holder));
    }

    GetRolePolicyResponse get(RequestContext context, GetRolePolicyRequest input) {
        StoredRole role = roles.get(context.account(), input.roleName());
        String document = role.grants().document(input.policyName(), "role");
        return GetRolePolicyResponse.builder()
                .roleName(role.entity().name())
                .policyName(input.policyName())
                .policyDocument(PolicyDocuments.encoded(document))
                .build();
    }

    ListRolePoliciesResponse list(RequestContext context, ListRolePoliciesRequest input) {
        Grants grants = roles.get(context.account(), input.roleName()).grants();
        Listing<String> page =
                Listing.page(
                        List.copyOf(grants.inline().keySet()),
                        name -> name,
                        input.marker(),
                        input.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    Empty delete(RequestContext context, DeleteRolePolicyRequest input) {
        roles.get(context.account(), input.roleName())
                .grants()
                .document(input.policyName(), "role");
        return change(context, input.roleName(), grants -> grants.without(input.policyName()));
    }

    Empty attach(RequestContext context, AttachRolePolicyRequest input) {
        policies.checkAttachable(context.account(), input.policyArn());
        return change(
                context,
                input.roleName(),
                grants -> grants.attaching(input.policyArn(), "PoliciesPerRole"));
    }

    Empty detach(RequestContext context, DetachRolePolicyRequest input) {
        return change(context, input.roleName(), grants -> grants.detaching(input.policyArn()));
    }

    ListAttachedRolePoliciesResponse listAttached(
            RequestContext context, ListAttachedRolePoliciesRequest input) {
        Grants grants = roles.get(context.account(), input.roleName()).grants();
        Listing<AttachedPolicy> page =
                policies.attached(grants, input.pathPrefix(), input.marker(), input.maxItems());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    Empty tag(RequestContext context, TagRoleRequest input) {
        roles.update(
                context.account(),
                input.roleName(),
                role -> role.withTags(role.tags().with(input.tags())));
        return Empty.EMPTY;
    }

    Empty untag(RequestContext context, UntagRoleRequest input) {
        roles.update(
                context.account(),
                input.roleName(),
                role -> role.withTags(role.tags().without(input.tagKeys())));
        return Empty.EMPTY;
    }

    ListRoleTagsResponse listTags(RequestContext context, ListRoleTagsRequest input) {
        Tags tags = roles.get(context.account(), input.roleName()).tags();
        return ListRoleTagsResponse.builder().tags(tags.list()).isTruncated(false).build();
    }

    /** There are no instances here, so there are no profiles for them. */
    ListInstanceProfilesForRoleResponse listInstanceProfiles(
            RequestContext context, ListInstanceProfilesForRoleRequest input) {
        roles.get(context.account(), input.roleName());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(List.of())
                .isTruncated(false)
                .build();
    }

    private Empty change(RequestContext context, String role, UnaryOperator<Grants> change) {
        roles.update(context.account(), role, each -> each.withGrants(change.apply(each.grants())));
        return Empty.EMPTY;
    }
}
