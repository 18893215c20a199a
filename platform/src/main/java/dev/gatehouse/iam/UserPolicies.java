package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.AttachUserPolicyRequest;
import dev.gatehouse.aws.iam.AttachedPolicy;
import dev.gatehouse.aws.iam.DeleteUserPolicyRequest;
import dev.gatehouse.aws.iam.DetachUserPolicyRequest;
import dev.gatehouse.aws.iam.GetUserPolicyRequest;
import dev.gatehouse.aws.iam.GetUserPolicyResponse;
import dev.gatehouse.aws.iam.ListAttachedUserPoliciesRequest;
import dev.gatehouse.aws.iam.ListAttachedUserPoliciesResponse;
import dev.gatehouse.aws.iam.ListUserPoliciesRequest;
import dev.gatehouse.aws.iam.ListUserPoliciesResponse;
import dev.gatehouse.aws.iam.PutUserPolicyRequest;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.wire.RequestContext;

/** The operations on the policies users have. */
final class UserPolicies {
    private final Catalog<StoredUser> users;
    private final HeldPolicies held;

    UserPolicies(Catalog<StoredUser> users, PolicyCatalog policies) {
        this.users = users;
        this.held = new HeldPolicies(users, policies);
    }

    Empty put(RequestContext context, PutUserPolicyRequest input) {
        return held.put(context, input.userName(), input.policyName(), input.policyDocument());
    }

    GetUserPolicyResponse get(RequestContext context, GetUserPolicyRequest input) {
        return GetUserPolicyResponse.builder()
                .userName(users.get(context.account(), input.userName()).entity().name())
                .policyName(input.policyName())
                .policyDocument(held.document(context, input.userName(), input.policyName()))
                .build();
    }

    ListUserPoliciesResponse list(RequestContext context, ListUserPoliciesRequest input) {
        Listing<String> page =
                held.names(context, input.userName(), input.marker(), input.maxItems());
        return ListUserPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    Empty delete(RequestContext context, DeleteUserPolicyRequest input) {
        return held.delete(context, input.userName(), input.policyName());
    }

    Empty attach(RequestContext context, AttachUserPolicyRequest input) {
        return held.attach(context, input.userName(), input.policyArn());
    }

    Empty detach(RequestContext context, DetachUserPolicyRequest input) {
        return held.detach(context, input.userName(), input.policyArn());
    }

    ListAttachedUserPoliciesResponse listAttached(
            RequestContext context, ListAttachedUserPoliciesRequest input) {
        Listing<AttachedPolicy> page =
                held.attached(
                        context,
                        input.userName(),
                        input.pathPrefix(),
                        input.marker(),
                        input.maxItems());
        return ListAttachedUserPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
