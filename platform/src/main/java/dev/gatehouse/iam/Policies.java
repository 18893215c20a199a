package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.iam.CreatePolicyRequest;
import dev.gatehouse.aws.iam.CreatePolicyResponse;
import dev.gatehouse.aws.iam.DeletePolicyRequest;
import dev.gatehouse.aws.iam.GetPolicyRequest;
import dev.gatehouse.aws.iam.GetPolicyResponse;
import dev.gatehouse.aws.iam.ListEntitiesForPolicyRequest;
import dev.gatehouse.aws.iam.ListEntitiesForPolicyResponse;
import dev.gatehouse.aws.iam.ListPoliciesRequest;
import dev.gatehouse.aws.iam.ListPoliciesResponse;
import dev.gatehouse.aws.iam.ListPolicyTagsRequest;
import dev.gatehouse.aws.iam.ListPolicyTagsResponse;
import dev.gatehouse.aws.iam.Policy;
import dev.gatehouse.aws.iam.PolicyGroup;
import dev.gatehouse.aws.iam.PolicyRole;
import dev.gatehouse.aws.iam.PolicyUser;
import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.aws.iam.TagPolicyRequest;
import dev.gatehouse.aws.iam.UntagPolicyRequest;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.TagKeys;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.ManagedPolicy;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.iam.repository.StoredGroup;
import dev.gatehouse.iam.repository.StoredPolicy;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on managed policies themselves. */
final class Policies {
    private final PolicyCatalog policies;
    private final PolicyHolders holders;
    private final Clock clock;

    Policies(PolicyCatalog policies, PolicyHolders holders, Clock clock) {
        this.policies = policies;
        this.holders = holders;
        this.clock = clock;
    }

    CreatePolicyResponse create(RequestContext context, CreatePolicyRequest input) {
        PolicyVersions.check(input.policyDocument());
        Entity entity = Entity.named(input.policyName(), input.path(), "ANPA", clock.now());
        Instant now = entity.createdAt();
        StoredPolicy policy =
                new StoredPolicy(
                        entity,
                        input.description(),
                        Tags.of(TagKeys.EXACT, input.tags()),
                        List.of(new StoredPolicy.Version("v1", input.policyDocument(), now)),
                        "v1",
                        1,
                        now);
        ManagedPolicy created = policies.insert(context.account(), policy);
        return CreatePolicyResponse.builder()
                .policy(created.view(0, 0).toBuilder().tags(policy.tags().listOrNull()).build())
                .build();
    }

    GetPolicyResponse get(RequestContext context, GetPolicyRequest input) {
        ManagedPolicy found = policies.get(context.account(), input.policyArn());
        Policy view =
                view(context.account(), found).toBuilder()
                        .description(found.policy().description())
                        .tags(found.policy().tags().list())
                        .build();
        return GetPolicyResponse.builder().policy(view).build();
    }

    ListPoliciesResponse list(RequestContext context, ListPoliciesRequest input) {
        AccountId account = context.account();
        String prefix = Objects.requireNonNullElse(input.pathPrefix(), "/");
        boolean onlyAttached = Boolean.TRUE.equals(input.onlyAttached());
        List<ManagedPolicy> all =
                inScope(account, input.scope()).stream()
                        .filter(each -> each.policy().entity().path().startsWith(prefix))
                        .filter(each -> !onlyAttached || isUsed(account, each, null))
                        .filter(each -> serves(account, each, input.policyUsageFilter()))
                        .sorted(Comparator.comparing(ManagedPolicy::arn))
                        .toList();
        Listing<ManagedPolicy> page =
                Listing.page(all, ManagedPolicy::arn, input.marker(), input.maxItems());
        return ListPoliciesResponse.builder()
                .policies(page.items().stream().map(each -> view(account, each)).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    ListEntitiesForPolicyResponse listEntities(
            RequestContext context, ListEntitiesForPolicyRequest input) {
        AccountId account = context.account();
        String arn = policies.get(account, input.policyArn()).arn();
        String usage = input.policyUsageFilter();
        List<View> all = new ArrayList<>();
        if (shows(input.entityFilter(), "Role")) {
            holders.roles(account, arn, usage).stream()
                    .map(StoredRole::entity)
                    .filter(role -> isUnder(input.pathPrefix(), role))
                    .forEach(role -> all.add(role(role)));
        }
        if (shows(input.entityFilter(), "User")) {
            holders.users(account, arn, usage).stream()
                    .map(StoredUser::entity)
                    .filter(user -> isUnder(input.pathPrefix(), user))
                    .forEach(user -> all.add(user(user)));
        }
        if (shows(input.entityFilter(), "Group")) {
            holders.groups(account, arn, usage).stream()
                    .map(StoredGroup::entity)
                    .filter(group -> isUnder(input.pathPrefix(), group))
                    .forEach(group -> all.add(group(group)));
        }
        Listing<View> page = Listing.page(all, input.marker(), input.maxItems());
        return ListEntitiesForPolicyResponse.builder()
                .policyGroups(only(PolicyGroup.class, page.items()))
                .policyRoles(only(PolicyRole.class, page.items()))
                .policyUsers(only(PolicyUser.class, page.items()))
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static <T> List<T> only(Class<T> type, List<View> items) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static boolean isUnder(@Nullable String pathPrefix, Entity entity) {
        return pathPrefix == null || entity.path().startsWith(pathPrefix);
    }

    private Policy view(AccountId account, ManagedPolicy policy) {
        return policy.view(
                holders.count(account, policy.arn(), PolicyHolders.PERMISSIONS),
                holders.count(account, policy.arn(), PolicyHolders.BOUNDARY));
    }

    private boolean isUsed(AccountId account, ManagedPolicy policy, @Nullable String usage) {
        return holders.count(account, policy.arn(), usage) > 0;
    }

    /** What is not attached can still become a permission; it bounds nothing. */
    private boolean serves(AccountId account, ManagedPolicy policy, @Nullable String usage) {
        return usage == null
                || isUsed(account, policy, usage)
                || (usage.equals(PolicyHolders.PERMISSIONS) && !isUsed(account, policy, null));
    }

    Empty delete(RequestContext context, DeletePolicyRequest input) {
        AccountId account = context.account();
        ManagedPolicy found = policies.get(account, input.policyArn());
        if (isUsed(account, found, null)) {
            throw IamErrors.deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (found.policy().versions().size() > 1) {
            throw IamErrors.deleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must"
                            + " delete the policy's versions. The default version is deleted with"
                            + " the policy.");
        }
        policies.delete(account, found.arn());
        return Empty.EMPTY;
    }

    Empty tag(RequestContext context, TagPolicyRequest input) {
        policies.update(
                context.account(),
                input.policyArn(),
                policy -> policy.withTags(policy.tags().with(TagKeys.EXACT, input.tags())));
        return Empty.EMPTY;
    }

    Empty untag(RequestContext context, UntagPolicyRequest input) {
        policies.update(
                context.account(),
                input.policyArn(),
                policy -> policy.withTags(policy.tags().without(TagKeys.EXACT, input.tagKeys())));
        return Empty.EMPTY;
    }

    ListPolicyTagsResponse listTags(RequestContext context, ListPolicyTagsRequest input) {
        ManagedPolicy found = policies.get(context.account(), input.policyArn());
        Listing<Tag> page =
                Listing.page(found.policy().tags().list(), input.marker(), input.maxItems());
        return ListPolicyTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private List<ManagedPolicy> inScope(AccountId account, @Nullable String scope) {
        List<ManagedPolicy> all = new ArrayList<>();
        if (!"AWS".equals(scope)) {
            all.addAll(policies.local(account));
        }
        if (!"Local".equals(scope)) {
            all.addAll(policies.ofAws());
        }
        return all;
    }

    private static boolean shows(@Nullable String filter, String type) {
        return filter == null || filter.equals(type);
    }

    private static PolicyGroup group(Entity group) {
        return PolicyGroup.builder().groupName(group.name()).groupId(group.id()).build();
    }

    private static PolicyRole role(Entity entity) {
        return PolicyRole.builder().roleName(entity.name()).roleId(entity.id()).build();
    }

    private static PolicyUser user(Entity entity) {
        return PolicyUser.builder().userName(entity.name()).userId(entity.id()).build();
    }
}
