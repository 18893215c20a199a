package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.AttachGroupPolicyRequest;
import dev.gatehouse.aws.iam.AttachedPolicy;
import dev.gatehouse.aws.iam.DeleteGroupPolicyRequest;
import dev.gatehouse.aws.iam.DetachGroupPolicyRequest;
import dev.gatehouse.aws.iam.GetGroupPolicyRequest;
import dev.gatehouse.aws.iam.GetGroupPolicyResponse;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.ListAttachedGroupPoliciesRequest;
import dev.gatehouse.aws.iam.ListAttachedGroupPoliciesResponse;
import dev.gatehouse.aws.iam.ListGroupPoliciesRequest;
import dev.gatehouse.aws.iam.ListGroupPoliciesResponse;
import dev.gatehouse.aws.iam.PutGroupPolicyRequest;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.StoredGroup;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;

/** The operations on the policies groups have. */
final class GroupPolicies {
    private final Catalog<StoredGroup> groups;
    private final HeldPolicies held;

    GroupPolicies(Catalogs iam) {
        this.groups = iam.groups();
        this.held = new HeldPolicies(groups, iam.policies());
    }

    void addTo(Service.Builder service) {
        service.on(Iam.PUT_GROUP_POLICY, this::put)
                .on(Iam.GET_GROUP_POLICY, this::get)
                .on(Iam.LIST_GROUP_POLICIES, this::list)
                .on(Iam.DELETE_GROUP_POLICY, this::delete)
                .on(Iam.ATTACH_GROUP_POLICY, this::attach)
                .on(Iam.DETACH_GROUP_POLICY, this::detach)
                .on(Iam.LIST_ATTACHED_GROUP_POLICIES, this::listAttached);
    }

    private Empty put(RequestContext context, PutGroupPolicyRequest input) {
        return held.put(context, input.groupName(), input.policyName(), input.policyDocument());
    }

    private GetGroupPolicyResponse get(RequestContext context, GetGroupPolicyRequest input) {
        return GetGroupPolicyResponse.builder()
                .groupName(groups.get(context.account(), input.groupName()).entity().name())
                .policyName(input.policyName())
                .policyDocument(held.document(context, input.groupName(), input.policyName()))
                .build();
    }

    private ListGroupPoliciesResponse list(RequestContext context, ListGroupPoliciesRequest input) {
        Listing<String> page =
                held.names(context, input.groupName(), input.marker(), input.maxItems());
        return ListGroupPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private Empty delete(RequestContext context, DeleteGroupPolicyRequest input) {
        return held.delete(context, input.groupName(), input.policyName());
    }

    private Empty attach(RequestContext context, AttachGroupPolicyRequest input) {
        return held.attach(context, input.groupName(), input.policyArn());
    }

    private Empty detach(RequestContext context, DetachGroupPolicyRequest input) {
        return held.detach(context, input.groupName(), input.policyArn());
    }

    private ListAttachedGroupPoliciesResponse listAttached(
            RequestContext context, ListAttachedGroupPoliciesRequest input) {
        Listing<AttachedPolicy> page =
                held.attached(
                        context,
                        input.groupName(),
                        input.pathPrefix(),
                        input.marker(),
                        input.maxItems());
        return ListAttachedGroupPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
