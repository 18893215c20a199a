package dev.gatehouse.iam.account;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.AddRoleToInstanceProfileRequest;
import dev.gatehouse.aws.iam.CreateInstanceProfileRequest;
import dev.gatehouse.aws.iam.CreateInstanceProfileResponse;
import dev.gatehouse.aws.iam.DeleteInstanceProfileRequest;
import dev.gatehouse.aws.iam.GetInstanceProfileRequest;
import dev.gatehouse.aws.iam.GetInstanceProfileResponse;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.InstanceProfile;
import dev.gatehouse.aws.iam.ListInstanceProfileTagsRequest;
import dev.gatehouse.aws.iam.ListInstanceProfileTagsResponse;
import dev.gatehouse.aws.iam.ListInstanceProfilesForRoleRequest;
import dev.gatehouse.aws.iam.ListInstanceProfilesForRoleResponse;
import dev.gatehouse.aws.iam.ListInstanceProfilesRequest;
import dev.gatehouse.aws.iam.ListInstanceProfilesResponse;
import dev.gatehouse.aws.iam.RemoveRoleFromInstanceProfileRequest;
import dev.gatehouse.aws.iam.Role;
import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.aws.iam.TagInstanceProfileRequest;
import dev.gatehouse.aws.iam.UntagInstanceProfileRequest;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.TagKeys;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.StoredInstanceProfile;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The operations on instance profiles, each with one role at most. */
public final class InstanceProfiles {
    private final Store store;
    private final Catalog<StoredRole> roles;
    private final Clock clock;

    public InstanceProfiles(Store store, Catalog<StoredRole> roles, Clock clock) {
        this.store = store;
        this.roles = roles;
        this.clock = clock;
    }

    /** Adds the operations to a service. */
    public void addTo(Service.Builder service) {
        service.on(Iam.CREATE_INSTANCE_PROFILE, this::create)
                .on(Iam.GET_INSTANCE_PROFILE, this::get)
                .on(Iam.LIST_INSTANCE_PROFILES, this::list)
                .on(Iam.LIST_INSTANCE_PROFILES_FOR_ROLE, this::ofRole)
                .on(Iam.DELETE_INSTANCE_PROFILE, this::delete)
                .on(Iam.ADD_ROLE_TO_INSTANCE_PROFILE, this::addRole)
                .on(Iam.REMOVE_ROLE_FROM_INSTANCE_PROFILE, this::removeRole)
                .on(Iam.TAG_INSTANCE_PROFILE, this::tag)
                .on(Iam.UNTAG_INSTANCE_PROFILE, this::untag)
                .on(Iam.LIST_INSTANCE_PROFILE_TAGS, this::listTags);
    }

    /** Rejects to delete a role that is in a profile. */
    public static void requireNone(Transaction tx, AccountId account, String role) {
        Documents<StoredInstanceProfile> all = tx.documents(StoredInstanceProfile.KIND);
        if (all.list(Scope.global(account), "", null, Integer.MAX_VALUE).stream()
                .anyMatch(profile -> profile.value().has(role))) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove roles from instance profile first.");
        }
    }

    /** The profiles that a role is in. */
    List<InstanceProfile> of(AccountId account, String role) {
        return all(account).stream()
                .filter(profile -> profile.has(role))
                .map(profile -> view(account, profile))
                .toList();
    }

    private CreateInstanceProfileResponse create(
            RequestContext context, CreateInstanceProfileRequest input) {
        String name = input.instanceProfileName();
        StoredInstanceProfile profile =
                new StoredInstanceProfile(
                        Entity.named(name, input.path(), "AIPA", clock.now()),
                        null,
                        Tags.of(TagKeys.ANY_CASE, input.tags()));
        try {
            documents().insert(Scope.global(context.account()), Entity.key(name), profile);
        } catch (DuplicateDocumentException e) {
            throw IamErrors.alreadyExists("Instance Profile " + name + " already exists.");
        }
        return CreateInstanceProfileResponse.builder()
                .instanceProfile(view(context.account(), profile))
                .build();
    }

    private GetInstanceProfileResponse get(
            RequestContext context, GetInstanceProfileRequest input) {
        return GetInstanceProfileResponse.builder()
                .instanceProfile(
                        view(
                                context.account(),
                                require(context.account(), input.instanceProfileName())))
                .build();
    }

    private ListInstanceProfilesResponse list(
            RequestContext context, ListInstanceProfilesRequest input) {
        String prefix = Objects.requireNonNullElse(input.pathPrefix(), "/");
        List<InstanceProfile> all =
                all(context.account()).stream()
                        .filter(profile -> profile.entity().path().startsWith(prefix))
                        .map(profile -> view(context.account(), profile))
                        .toList();
        Listing<InstanceProfile> page = Listing.page(all, input.marker(), input.maxItems());
        return ListInstanceProfilesResponse.builder()
                .instanceProfiles(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private ListInstanceProfilesForRoleResponse ofRole(
            RequestContext context, ListInstanceProfilesForRoleRequest input) {
        roles.get(context.account(), input.roleName());
        Listing<InstanceProfile> page =
                Listing.page(
                        of(context.account(), input.roleName()), input.marker(), input.maxItems());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private Empty delete(RequestContext context, DeleteInstanceProfileRequest input) {
        String name = input.instanceProfileName();
        if (require(context.account(), name).role() != null) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove roles from instance profile first.");
        }
        documents().delete(Scope.global(context.account()), Entity.key(name));
        return Empty.EMPTY;
    }

    private Empty addRole(RequestContext context, AddRoleToInstanceProfileRequest input) {
        StoredRole role = roles.get(context.account(), input.roleName());
        change(
                context,
                input.instanceProfileName(),
                profile -> {
                    if (profile.role() != null) {
                        throw IamErrors.limitExceeded(
                                "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
                    }
                    return profile.withRole(role.entity().name());
                });
        return Empty.EMPTY;
    }

    private Empty removeRole(RequestContext context, RemoveRoleFromInstanceProfileRequest input) {
        change(
                context,
                input.instanceProfileName(),
                profile -> {
                    if (!profile.has(input.roleName())) {
                        throw IamErrors.noSuchHolder("role", input.roleName());
                    }
                    return profile.withRole(null);
                });
        return Empty.EMPTY;
    }

    private Empty tag(RequestContext context, TagInstanceProfileRequest input) {
        change(
                context,
                input.instanceProfileName(),
                each -> each.withTags(each.tags().with(TagKeys.ANY_CASE, input.tags())));
        return Empty.EMPTY;
    }

    private Empty untag(RequestContext context, UntagInstanceProfileRequest input) {
        change(
                context,
                input.instanceProfileName(),
                each -> each.withTags(each.tags().without(TagKeys.ANY_CASE, input.tagKeys())));
        return Empty.EMPTY;
    }

    private ListInstanceProfileTagsResponse listTags(
            RequestContext context, ListInstanceProfileTagsRequest input) {
        Tags tags = require(context.account(), input.instanceProfileName()).tags();
        Listing<Tag> page = Listing.page(tags.list(), input.marker(), input.maxItems());
        return ListInstanceProfileTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private Documents<StoredInstanceProfile> documents() {
        return store.documents(StoredInstanceProfile.KIND);
    }

    private List<StoredInstanceProfile> all(AccountId account) {
        return documents().list(Scope.global(account), "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }

    private StoredInstanceProfile require(AccountId account, String name) {
        return documents()
                .find(Scope.global(account), Entity.key(name))
                .map(Stored::value)
                .orElseThrow(() -> missing(name));
    }

    private void change(
            RequestContext context, String name, UnaryOperator<StoredInstanceProfile> change) {
        if (documents()
                .update(Scope.global(context.account()), Entity.key(name), change)
                .isEmpty()) {
            throw missing(name);
        }
    }

    private static ServiceException missing(String name) {
        return IamErrors.noSuchEntity("Instance Profile " + name + " cannot be found.");
    }

    private InstanceProfile view(AccountId account, StoredInstanceProfile profile) {
        List<Role> inside =
                profile.role() == null
                        ? List.of()
                        : roles.find(account, profile.role()).stream()
                                .map(role -> role.summary(account))
                                .toList();
        Entity entity = profile.entity();
        return InstanceProfile.builder()
                .path(entity.path())
                .instanceProfileName(entity.name())
                .instanceProfileId(entity.id())
                .arn(entity.arn("instance-profile", account))
                .createDate(entity.createdAt())
                .roles(inside)
                .tags(profile.tags().listOrNull())
                .build();
    }
}
