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
import dev.gatehouse.aws.iam.ListGroupsForUserRequest;
import dev.gatehouse.aws.iam.ListGroupsForUserResponse;
import dev.gatehouse.aws.iam.ListUserPoliciesRequest;
import dev.gatehouse.aws.iam.ListUserPoliciesResponse;
import dev.gatehouse.aws.iam.PutUserPolicyRequest;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.function.UnaryOperator;

/** The operations on the policies users have. */
final class UserPolicies {
    private static final int INLINE_MAX = 2_048;

    private final UserCatalog users;
    private final PolicyCatalog policies;

    UserPolicies(UserCatalog users, PolicyCatalog policies) {
        this.users = users;
        this.policies = policies;
    }

    Empty put(RequestContext context, PutUserPolicyRequest input) {
        String holder = "user " + input.userName();
        return change(
                context,
                input.userName(),
                grants ->
                        grants.with(
                                input.policyName(), input.policyDocument(), INLINE_MAX, holder));
    }

    GetUserPolicyResponse get(RequestContext context, GetUserPolicyRequest input) {
        StoredUser user = users.get(context.account(), input.userName());
        String document = user.grants().document(input.policyName(), "user");
        return GetUserPolicyResponse.builder()
                .userName(user.entity().name())
                .policyName(input.policyName())
                .policyDocument(PolicyDocuments.encoded(document))
                .build();
    }

    ListUserPoliciesResponse list(RequestContext context, ListUserPoliciesRequest input) {
        Grants grants = users.get(context.account(), input.userName()).grants();
        Listing<String> page =
                Listing.page(
                        List.copyOf(grants.inline().keySet()),
                        name -> name,
                        input.marker(),
                        input.maxItems());
        return ListUserPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    Empty delete(RequestContext context, DeleteUserPolicyRequest input) {
        users.get(context.account(), input.userName())
                .grants()
                .document(input.policyName(), "user");
        return change(context, input.userName(), grants -> grants.without(input.policyName()));
    }

    Empty attach(RequestContext context, AttachUserPolicyRequest input) {
        policies.checkAttachable(context.account(), input.policyArn());
        return change(
                context,
                input.userName(),
                grants -> grants.attaching(input.policyArn(), "PoliciesPerUser"));
    }

    Empty detach(RequestContext context, DetachUserPolicyRequest input) {
        return change(context, input.userName(), grants -> grants.detaching(input.policyArn()));
    }

    ListAttachedUserPoliciesResponse listAttached(
            RequestContext context, ListAttachedUserPoliciesRequest input) {
        Grants grants = users.get(context.account(), input.userName()).grants();
        Listing<AttachedPolicy> page =
                policies.attached(grants, input.pathPrefix(), input.marker(), input.maxItems());
        return ListAttachedUserPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** Groups cannot be made, so no user is in one. */
    ListGroupsForUserResponse listGroups(RequestContext context, ListGroupsForUserRequest input) {
        users.get(context.account(), input.userName());
        return ListGroupsForUserResponse.builder().groups(List.of()).isTruncated(false).build();
    }

    private Empty change(RequestContext context, String user, UnaryOperator<Grants> change) {
        users.update(context.account(), user, each -> each.withGrants(change.apply(each.grants())));
        return Empty.EMPTY;
    }
}
