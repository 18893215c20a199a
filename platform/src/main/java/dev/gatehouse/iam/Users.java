package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.CreateUserRequest;
import dev.gatehouse.aws.iam.CreateUserResponse;
import dev.gatehouse.aws.iam.DeleteUserPermissionsBoundaryRequest;
import dev.gatehouse.aws.iam.DeleteUserRequest;
import dev.gatehouse.aws.iam.GetUserRequest;
import dev.gatehouse.aws.iam.GetUserResponse;
import dev.gatehouse.aws.iam.ListUserTagsRequest;
import dev.gatehouse.aws.iam.ListUserTagsResponse;
import dev.gatehouse.aws.iam.ListUsersRequest;
import dev.gatehouse.aws.iam.ListUsersResponse;
import dev.gatehouse.aws.iam.PutUserPermissionsBoundaryRequest;
import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.aws.iam.TagUserRequest;
import dev.gatehouse.aws.iam.UntagUserRequest;
import dev.gatehouse.aws.iam.UpdateUserRequest;
import dev.gatehouse.aws.iam.User;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.TagKeys;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.iam.repository.StoredAccessKey;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on users themselves. */
final class Users {
    private final Catalog<StoredUser> users;
    private final PolicyCatalog policies;
    private final Clock clock;

    Users(Catalog<StoredUser> users, PolicyCatalog policies, Clock clock) {
        this.users = users;
        this.policies = policies;
        this.clock = clock;
    }

    CreateUserResponse create(RequestContext context, CreateUserRequest input) {
        AccountId account = context.account();
        if (input.permissionsBoundary() != null) {
            policies.checkAttachable(account, input.permissionsBoundary());
        }
        StoredUser user =
                new StoredUser(
                        Entity.named(input.userName(), input.path(), "AIDA", clock.now()),
                        input.permissionsBoundary(),
                        Tags.of(TagKeys.ANY_CASE, input.tags()),
                        Grants.NONE,
                        List.of(),
                        List.of());
        users.insert(account, user);
        return CreateUserResponse.builder().user(user.view(account)).build();
    }

    /** Without a name it is about who calls: Terraform and others learn the account from it. */
    GetUserResponse get(RequestContext context, GetUserRequest input) {
        if (input.userName() == null) {
            Principal caller = context.principal();
            return switch (caller.kind()) {
                case ROOT -> GetUserResponse.builder().user(root(caller)).build();
                case USER -> named(context, nameOf(caller));
                case ASSUMED_ROLE, FEDERATED_USER, WEB_IDENTITY, SERVICE, ANONYMOUS ->
                        throw IamErrors.validation(
                                "Must specify userName when calling with non-User credentials");
            };
        }
        return named(context, input.userName());
    }

    ListUsersResponse list(RequestContext context, ListUsersRequest input) {
        String prefix = Objects.requireNonNullElse(input.pathPrefix(), "/");
        List<StoredUser> all =
                users.list(context.account()).stream()
                        .filter(user -> user.entity().path().startsWith(prefix))
                        .toList();
        Listing<StoredUser> page =
                Listing.page(
                        all,
                        user -> Entity.key(user.entity().name()),
                        input.marker(),
                        input.maxItems());
        return ListUsersResponse.builder()
                .users(page.items().stream().map(u -> u.summary(context.account())).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** Its access keys stay its own under a new name. */
    Empty update(RequestContext context, UpdateUserRequest input) {
        users.move(
                context.account(),
                input.userName(),
                user -> user.withEntity(user.entity().moved(input.newUserName(), input.newPath())),
                tx -> {
                    if (input.newUserName() != null) {
                        renameKeys(tx, context.account(), input.newUserName());
                    }
                });
        return Empty.EMPTY;
    }

    private static void renameKeys(Transaction tx, AccountId account, String name) {
        tx.documents(StoredUser.KIND)
                .find(Scope.global(account), Entity.key(name))
                .map(Stored::value)
                .map(StoredUser::accessKeyIds)
                .orElse(List.of())
                .forEach(
                        id ->
                                tx.documents(StoredAccessKey.KIND)
                                        .update(
                                                StoredAccessKey.SCOPE,
                                                id,
                                                key -> key.withUserName(name)));
    }

    Empty putBoundary(RequestContext context, PutUserPermissionsBoundaryRequest input) {
        policies.checkAttachable(context.account(), input.permissionsBoundary());
        users.update(
                context.account(),
                input.userName(),
                user -> user.withBoundary(input.permissionsBoundary()));
        return Empty.EMPTY;
    }

    Empty deleteBoundary(RequestContext context, DeleteUserPermissionsBoundaryRequest input) {
        users.update(context.account(), input.userName(), user -> user.withBoundary(null));
        return Empty.EMPTY;
    }

    Empty delete(RequestContext context, DeleteUserRequest input) {
        users.delete(context.account(), input.userName());
        return Empty.EMPTY;
    }

    Empty tag(RequestContext context, TagUserRequest input) {
        users.update(
                context.account(),
                input.userName(),
                user -> user.withTags(user.tags().with(TagKeys.ANY_CASE, input.tags())));
        return Empty.EMPTY;
    }

    Empty untag(RequestContext context, UntagUserRequest input) {
        users.update(
                context.account(),
                input.userName(),
                user -> user.withTags(user.tags().without(TagKeys.ANY_CASE, input.tagKeys())));
        return Empty.EMPTY;
    }

    ListUserTagsResponse listTags(RequestContext context, ListUserTagsRequest input) {
        Tags tags = users.get(context.account(), input.userName()).tags();
        Listing<Tag> page = Listing.page(tags.list(), input.marker(), input.maxItems());
        return ListUserTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** The name an operation acts on when the request has none: the caller's own. */
    static String nameOr(@Nullable String name, RequestContext context) {
        if (name != null) {
            return name;
        }
        return switch (context.principal().kind()) {
            case USER -> nameOf(context.principal());
            case ROOT, ASSUMED_ROLE, FEDERATED_USER, WEB_IDENTITY, SERVICE, ANONYMOUS ->
                    throw IamErrors.validation(
                            "Must specify userName when calling with non-User credentials");
        };
    }

    private GetUserResponse named(RequestContext context, String name) {
        StoredUser user = users.get(context.account(), name);
        return GetUserResponse.builder().user(user.view(context.account())).build();
    }

    private static String nameOf(Principal caller) {
        return caller.arn().substring(caller.arn().lastIndexOf('/') + 1);
    }

    private static User root(Principal caller) {
        return User.builder()
                .userId(caller.userId())
                .arn(caller.arn())
                .createDate(Instant.EPOCH)
                .build();
    }
}
