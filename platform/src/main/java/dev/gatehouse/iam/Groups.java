package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.AddUserToGroupRequest;
import dev.gatehouse.aws.iam.CreateGroupRequest;
import dev.gatehouse.aws.iam.CreateGroupResponse;
import dev.gatehouse.aws.iam.DeleteGroupRequest;
import dev.gatehouse.aws.iam.GetGroupRequest;
import dev.gatehouse.aws.iam.GetGroupResponse;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.ListGroupsForUserRequest;
import dev.gatehouse.aws.iam.ListGroupsForUserResponse;
import dev.gatehouse.aws.iam.ListGroupsRequest;
import dev.gatehouse.aws.iam.ListGroupsResponse;
import dev.gatehouse.aws.iam.RemoveUserFromGroupRequest;
import dev.gatehouse.aws.iam.UpdateGroupRequest;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.StoredGroup;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The operations on groups themselves, and on who is in them. */
final class Groups {
    private static final int GROUPS_PER_USER = 10;

    private final Catalogs iam;
    private final Clock clock;

    Groups(Catalogs iam, Clock clock) {
        this.iam = iam;
        this.clock = clock;
    }

    void addTo(Service.Builder service) {
        service.on(Iam.CREATE_GROUP, this::create)
                .on(Iam.GET_GROUP, this::get)
                .on(Iam.LIST_GROUPS, this::list)
                .on(Iam.UPDATE_GROUP, this::update)
                .on(Iam.DELETE_GROUP, this::delete)
                .on(Iam.ADD_USER_TO_GROUP, this::addUser)
                .on(Iam.REMOVE_USER_FROM_GROUP, this::removeUser)
                .on(Iam.LIST_GROUPS_FOR_USER, this::ofUser);
    }

    private CreateGroupResponse create(RequestContext context, CreateGroupRequest input) {
        StoredGroup group =
                new StoredGroup(
                        Entity.named(input.groupName(), input.path(), "AGPA", clock.now()),
                        Grants.NONE);
        iam.groups().insert(context.account(), group);
        return CreateGroupResponse.builder().group(group.view(context.account())).build();
    }

    private GetGroupResponse get(RequestContext context, GetGroupRequest input) {
        StoredGroup group = iam.groups().get(context.account(), input.groupName());
        Listing<StoredUser> page =
                Listing.page(
                        iam.members(context.account(), input.groupName()),
                        user -> Entity.key(user.entity().name()),
                        input.marker(),
                        input.maxItems());
        return GetGroupResponse.builder()
                .group(group.view(context.account()))
                .users(page.items().stream().map(u -> u.summary(context.account())).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private ListGroupsResponse list(RequestContext context, ListGroupsRequest input) {
        String prefix = Objects.requireNonNullElse(input.pathPrefix(), "/");
        List<StoredGroup> all =
                iam.groups().list(context.account()).stream()
                        .filter(group -> group.entity().path().startsWith(prefix))
                        .toList();
        Listing<StoredGroup> page =
                Listing.page(
                        all,
                        group -> Entity.key(group.entity().name()),
                        input.marker(),
                        input.maxItems());
        return ListGroupsResponse.builder()
                .groups(page.items().stream().map(each -> each.view(context.account())).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** Those who are in it stay in it under its new name. */
    private Empty update(RequestContext context, UpdateGroupRequest input) {
        AccountId account = context.account();
        List<StoredUser> members = iam.members(account, input.groupName());
        iam.groups()
                .move(
                        account,
                        input.groupName(),
                        group ->
                                group.withEntity(
                                        group.entity()
                                                .moved(input.newGroupName(), input.newPath())),
                        tx -> {
                            if (input.newGroupName() != null) {
                                members.forEach(
                                        user ->
                                                rename(
                                                        tx,
                                                        account,
                                                        user,
                                                        input.groupName(),
                                                        input.newGroupName()));
                            }
                        });
        return Empty.EMPTY;
    }

    private static void rename(
            Transaction tx, AccountId account, StoredUser user, String from, String to) {
        tx.documents(StoredUser.KIND)
                .update(
                        Scope.global(account),
                        Entity.key(user.entity().name()),
                        each ->
                                each.withGroups(
                                        each.groups().stream()
                                                .map(
                                                        key ->
                                                                key.equals(Entity.key(from))
                                                                        ? Entity.key(to)
                                                                        : key)
                                                .toList()));
    }

    private Empty delete(RequestContext context, DeleteGroupRequest input) {
        if (!iam.members(context.account(), input.groupName()).isEmpty()) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove users from group first.");
        }
        iam.groups().delete(context.account(), input.groupName());
        return Empty.EMPTY;
    }

    /** Adding twice is fine. */
    private Empty addUser(RequestContext context, AddUserToGroupRequest input) {
        StoredGroup group = iam.groups().get(context.account(), input.groupName());
        String key = Entity.key(group.entity().name());
        iam.users().update(context.account(), input.userName(), user -> joining(user, key));
        return Empty.EMPTY;
    }

    private static StoredUser joining(StoredUser user, String group) {
        if (user.groups().contains(group)) {
            return user;
        }
        if (user.groups().size() >= GROUPS_PER_USER) {
            throw IamErrors.limitExceeded(
                    "Cannot exceed quota for GroupsPerUser: " + GROUPS_PER_USER);
        }
        List<String> groups = new ArrayList<>(user.groups());
        groups.add(group);
        return user.withGroups(groups);
    }

    private Empty removeUser(RequestContext context, RemoveUserFromGroupRequest input) {
        StoredGroup group = iam.groups().get(context.account(), input.groupName());
        String key = Entity.key(group.entity().name());
        iam.users()
                .update(
                        context.account(),
                        input.userName(),
                        user ->
                                user.withGroups(
                                        user.groups().stream()
                                                .filter(each -> !each.equals(key))
                                                .toList()));
        return Empty.EMPTY;
    }

    private ListGroupsForUserResponse ofUser(
            RequestContext context, ListGroupsForUserRequest input) {
        AccountId account = context.account();
        List<StoredGroup> all =
                iam.users().get(account, input.userName()).groups().stream()
                        .sorted()
                        .flatMap(key -> iam.groups().find(account, key).stream())
                        .toList();
        Listing<StoredGroup> page =
                Listing.page(
                        all,
                        group -> Entity.key(group.entity().name()),
                        input.marker(),
                        input.maxItems());
        return ListGroupsForUserResponse.builder()
                .groups(page.items().stream().map(each -> each.view(account)).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
