package dev.gatehouse.iam.account;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.iam.AttachedPolicy;
import dev.gatehouse.aws.iam.GetAccountAuthorizationDetailsRequest;
import dev.gatehouse.aws.iam.GetAccountAuthorizationDetailsResponse;
import dev.gatehouse.aws.iam.GroupDetail;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.ManagedPolicyDetail;
import dev.gatehouse.aws.iam.PolicyDetail;
import dev.gatehouse.aws.iam.RoleDetail;
import dev.gatehouse.aws.iam.UserDetail;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.PolicyDocuments;
import dev.gatehouse.iam.repository.AwsPolicies;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.ManagedPolicy;
import dev.gatehouse.iam.repository.StoredGroup;
import dev.gatehouse.iam.repository.StoredPolicy;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** GetAccountAuthorizationDetails: everything that decides in an account, with its policies. */
public final class AccountDetails {
    private final Catalogs iam;
    private final InstanceProfiles profiles;

    public AccountDetails(Catalogs iam, InstanceProfiles profiles) {
        this.iam = iam;
        this.profiles = profiles;
    }

    /** Adds the operation to a service. */
    public void addTo(Service.Builder service) {
        service.on(Iam.GET_ACCOUNT_AUTHORIZATION_DETAILS, this::details);
    }

    private GetAccountAuthorizationDetailsResponse details(
            RequestContext context, GetAccountAuthorizationDetailsRequest input) {
        AccountId account = context.account();
        List<String> filter = input.filter();
        List<View> all = new ArrayList<>();
        if (shows(filter, "User")) {
            iam.users().list(account).forEach(user -> all.add(detail(account, user)));
        }
        if (shows(filter, "Group")) {
            iam.groups().list(account).forEach(group -> all.add(detail(account, group)));
        }
        if (shows(filter, "Role")) {
            iam.roles().list(account).forEach(role -> all.add(detail(account, role)));
        }
        if (shows(filter, "LocalManagedPolicy")) {
            iam.policies().local(account).forEach(policy -> all.add(detail(policy)));
        }
        if (shows(filter, "AWSManagedPolicy")) {
            attachedOfAws(account).forEach(policy -> all.add(detail(policy)));
        }
        Listing<View> page = Listing.page(all, input.marker(), input.maxItems());
        return GetAccountAuthorizationDetailsResponse.builder()
                .userDetailList(only(UserDetail.class, page))
                .groupDetailList(only(GroupDetail.class, page))
                .roleDetailList(only(RoleDetail.class, page))
                .policies(only(ManagedPolicyDetail.class, page))
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static boolean shows(@Nullable List<String> filter, String type) {
        return filter == null || filter.isEmpty() || filter.contains(type);
    }

    private static <T> List<T> only(Class<T> type, Listing<View> page) {
        return page.items().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Of AWS's own those that are attached. */
    private List<ManagedPolicy> attachedOfAws(AccountId account) {
        Set<String> attached = new TreeSet<>();
        iam.users().list(account).forEach(each -> attached.addAll(each.grants().attached()));
        iam.groups().list(account).forEach(each -> attached.addAll(each.grants().attached()));
        iam.roles().list(account).forEach(each -> attached.addAll(each.grants().attached()));
        return attached.stream()
                .filter(AwsPolicies::owns)
                .map(arn -> iam.policies().get(account, arn))
                .toList();
    }

    private UserDetail detail(AccountId account, StoredUser user) {
        Entity entity = user.entity();
        return UserDetail.builder()
                .path(entity.path())
                .userName(entity.name())
                .userId(entity.id())
                .arn(entity.arn("user", account))
                .createDate(entity.createdAt())
                .userPolicyList(inline(user.grants()))
                .groupList(
                        user.groups().stream()
                                .flatMap(key -> iam.groups().find(account, key).stream())
                                .map(group -> group.entity().name())
                                .toList())
                .attachedManagedPolicies(attached(user.grants()))
                .permissionsBoundary(StoredRole.boundaryView(user.boundary()))
                .tags(user.tags().list())
                .build();
    }

    private GroupDetail detail(AccountId account, StoredGroup group) {
        Entity entity = group.entity();
        return GroupDetail.builder()
                .path(entity.path())
                .groupName(entity.name())
                .groupId(entity.id())
                .arn(entity.arn("group", account))
                .createDate(entity.createdAt())
                .groupPolicyList(inline(group.grants()))
                .attachedManagedPolicies(attached(group.grants()))
                .build();
    }

    private RoleDetail detail(AccountId account, StoredRole role) {
        Entity entity = role.entity();
        return RoleDetail.builder()
                .path(entity.path())
                .roleName(entity.name())
                .roleId(entity.id())
                .arn(entity.arn("role", account))
                .createDate(entity.createdAt())
                .assumeRolePolicyDocument(PolicyDocuments.encoded(role.trustPolicy()))
                .instanceProfileList(profiles.of(account, entity.name()))
                .rolePolicyList(inline(role.grants()))
                .attachedManagedPolicies(attached(role.grants()))
                .permissionsBoundary(StoredRole.boundaryView(role.boundary()))
                .tags(role.tags().list())
                .build();
    }

    private static ManagedPolicyDetail detail(ManagedPolicy managed) {
        StoredPolicy policy = managed.policy();
        return ManagedPolicyDetail.builder()
                .policyName(policy.entity().name())
                .policyId(policy.entity().id())
                .arn(managed.arn())
                .path(policy.entity().path())
                .defaultVersionId(policy.defaultVersionId())
                .isAttachable(true)
                .description(policy.description())
                .createDate(policy.entity().createdAt())
                .updateDate(policy.updatedAt())
                .policyVersionList(policy.versions().stream().map(managed::view).toList())
                .build();
    }

    private static List<PolicyDetail> inline(Grants grants) {
        return grants.inline().entrySet().stream()
                .map(
                        each ->
                                PolicyDetail.builder()
                                        .policyName(each.getKey())
                                        .policyDocument(PolicyDocuments.encoded(each.getValue()))
                                        .build())
                .toList();
    }

    private static List<AttachedPolicy> attached(Grants grants) {
        return grants.attached().stream()
                .map(
                        arn ->
                                AttachedPolicy.builder()
                                        .policyName(arn.substring(arn.lastIndexOf('/') + 1))
                                        .policyArn(arn)
                                        .build())
                .toList();
    }
}
