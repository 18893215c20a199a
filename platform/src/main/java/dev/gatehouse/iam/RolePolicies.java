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
import dev.gatehouse.aws.iam.ListRolePoliciesRequest;
import dev.gatehouse.aws.iam.ListRolePoliciesResponse;
import dev.gatehouse.aws.iam.ListRoleTagsRequest;
import dev.gatehouse.aws.iam.ListRoleTagsResponse;
import dev.gatehouse.aws.iam.PutRolePolicyRequest;
import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.aws.iam.TagRoleRequest;
import dev.gatehouse.aws.iam.UntagRoleRequest;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.TagKeys;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.wire.RequestContext;

/** The operations on what roles have: inline policies, attached policies, tags. */
final class RolePolicies {
    private final Catalog<StoredRole> roles;
    private final HeldPolicies held;

    RolePolicies(Catalog<StoredRole> roles, PolicyCatalog policies) {
        this.roles = roles;
        this.held = new HeldPolicies(roles, policies);
    }

    Empty put(RequestContext context, PutRolePolicyRequest input) {
        return held.put(context, input.roleName(), input.policyName(), input.policyDocument());
    }

    GetRolePolicyResponse get(RequestContext context, GetRolePolicyRequest input) {
        return GetRolePolicyResponse.builder()
                .roleName(roles.get(context.account(), input.roleName()).entity().name())
                .policyName(input.policyName())
                .policyDocument(held.document(context, input.roleName(), input.policyName()))
                .build();
    }

    ListRolePoliciesResponse list(RequestContext context, ListRolePoliciesRequest input) {
        Listing<String> page =
                held.names(context, input.roleName(), input.marker(), input.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    Empty delete(RequestContext context, DeleteRolePolicyRequest input) {
        return held.delete(context, input.roleName(), input.policyName());
    }

    Empty attach(RequestContext context, AttachRolePolicyRequest input) {
        return held.attach(context, input.roleName(), input.policyArn());
    }

    Empty detach(RequestContext context, DetachRolePolicyRequest input) {
        return held.detach(context, input.roleName(), input.policyArn());
    }

    ListAttachedRolePoliciesResponse listAttached(
            RequestContext context, ListAttachedRolePoliciesRequest input) {
        Listing<AttachedPolicy> page =
                held.attached(
                        context,
                        input.roleName(),
                        input.pathPrefix(),
                        input.marker(),
                        input.maxItems());
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
                role -> role.withTags(role.tags().with(TagKeys.ANY_CASE, input.tags())));
        return Empty.EMPTY;
    }

    Empty untag(RequestContext context, UntagRoleRequest input) {
        roles.update(
                context.account(),
                input.roleName(),
                role -> role.withTags(role.tags().without(TagKeys.ANY_CASE, input.tagKeys())));
        return Empty.EMPTY;
    }

    ListRoleTagsResponse listTags(RequestContext context, ListRoleTagsRequest input) {
        Tags tags = roles.get(context.account(), input.roleName()).tags();
        Listing<Tag> page = Listing.page(tags.list(), input.marker(), input.maxItems());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
