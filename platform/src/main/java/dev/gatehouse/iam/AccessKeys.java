package dev.gatehouse.iam;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.iam.AccessKey;
import dev.gatehouse.aws.iam.AccessKeyLastUsed;
import dev.gatehouse.aws.iam.AccessKeyMetadata;
import dev.gatehouse.aws.iam.CreateAccessKeyRequest;
import dev.gatehouse.aws.iam.CreateAccessKeyResponse;
import dev.gatehouse.aws.iam.DeleteAccessKeyRequest;
import dev.gatehouse.aws.iam.GetAccessKeyLastUsedRequest;
import dev.gatehouse.aws.iam.GetAccessKeyLastUsedResponse;
import dev.gatehouse.aws.iam.ListAccessKeysRequest;
import dev.gatehouse.aws.iam.ListAccessKeysResponse;
import dev.gatehouse.aws.iam.UpdateAccessKeyRequest;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.LastUses;
import dev.gatehouse.iam.repository.StoredAccessKey;
import dev.gatehouse.iam.repository.StoredKeyUse;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operations on users' access keys. */
final class AccessKeys {
    private static final int KEYS_MAX = 2;
    private static final String NEVER = "N/A";

    private final Store store;
    private final Catalog<StoredUser> users;
    private final Secrets secrets;
    private final LastUses lastUses;
    private final Clock clock;

    AccessKeys(
            Store store,
            Catalog<StoredUser> users,
            Secrets secrets,
            LastUses lastUses,
            Clock clock) {
        this.lastUses = lastUses;
        this.secrets = secrets;
        this.store = store;
        this.users = users;
        this.clock = clock;
    }

    CreateAccessKeyResponse create(RequestContext context, CreateAccessKeyRequest input) {
        AccountId account = context.account();
        String name = Users.nameOr(input.userName(), context);
        var pair = dev.gatehouse.identity.AccessKey.generate("AKIA");
        StoredAccessKey key =
                new StoredAccessKey(
                        account,
                        name,
                        secrets.encrypt(pair.secret(), pair.id()),
                        true,
                        clock.now().truncatedTo(ChronoUnit.SECONDS));
        store.transact(tx -> add(tx, pair.id(), key));
        return CreateAccessKeyResponse.builder()
                .accessKey(
                        AccessKey.builder()
                                .userName(name)
                                .accessKeyId(pair.id())
                                .status(key.status())
                                .secretAccessKey(pair.secret())
                                .createDate(key.createdAt())
                                .build())
                .build();
    }

    ListAccessKeysResponse list(RequestContext context, ListAccessKeysRequest input) {
        String name = Users.nameOr(input.userName(), context);
        List<AccessKeyMetadata> keys = new ArrayList<>();
        for (String id : users.get(context.account(), name).accessKeyIds()) {
            keys().find(StoredAccessKey.SCOPE, id)
                    .ifPresent(key -> keys.add(metadata(id, key.value())));
        }
        Listing<AccessKeyMetadata> page = Listing.page(keys, input.marker(), input.maxItems());
        return ListAccessKeysResponse.builder()
                .accessKeyMetadata(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    /** Whether a key of another account is there is not told. */
    GetAccessKeyLastUsedResponse lastUsed(
            RequestContext context, GetAccessKeyLastUsedRequest input) {
        String id = input.accessKeyId();
        StoredAccessKey key =
                keys().find(StoredAccessKey.SCOPE, id)
                        .map(Stored::value)
                        .filter(found -> found.account().equals(context.account()))
                        .orElseThrow(() -> noKey(id));
        Optional<StoredKeyUse> use = lastUses.find(id);
        return GetAccessKeyLastUsedResponse.builder()
                .userName(key.userName())
                .accessKeyLastUsed(
                        AccessKeyLastUsed.builder()
                                .lastUsedDate(use.map(StoredKeyUse::at).orElse(null))
                                .serviceName(use.map(StoredKeyUse::service).orElse(NEVER))
                                .region(use.map(StoredKeyUse::region).orElse(NEVER))
                                .build())
                .build();
    }

    Empty update(RequestContext context, UpdateAccessKeyRequest input) {
        String name = Users.nameOr(input.userName(), context);
        boolean active = input.status().equals("Active");
        check(users.get(context.account(), name), input.accessKeyId());
        Optional<Stored<StoredAccessKey>> changed =
                keys().update(
                                StoredAccessKey.SCOPE,
                                input.accessKeyId(),
                                key -> key.withActive(active));
        if (changed.isEmpty()) {
            throw noKey(input.accessKeyId());
        }
        return Empty.EMPTY;
    }

    Empty delete(RequestContext context, DeleteAccessKeyRequest input) {
        String name = Users.nameOr(input.userName(), context);
        String id = input.accessKeyId();
        check(users.get(context.account(), name), id);
        store.transact(tx -> remove(tx, context.account(), name, id));
        return Empty.EMPTY;
    }

    private Documents<StoredAccessKey> keys() {
        return store.documents(StoredAccessKey.KIND);
    }

    private static boolean add(Transaction tx, String id, StoredAccessKey key) {
        Scope scope = Scope.global(key.account());
        Optional<Stored<StoredUser>> user =
                tx.documents(StoredUser.KIND)
                        .update(scope, Entity.key(key.userName()), each -> adding(each, id));
        if (user.isEmpty()) {
            throw IamErrors.noSuchHolder("user", key.userName());
        }
        tx.documents(StoredAccessKey.KIND).insert(StoredAccessKey.SCOPE, id, key);
        return true;
    }

    private static StoredUser adding(StoredUser user, String id) {
        if (user.accessKeyIds().size() >= KEYS_MAX) {
            throw IamErrors.limitExceeded("Cannot exceed quota for AccessKeysPerUser: " + KEYS_MAX);
        }
        List<String> ids = new ArrayList<>(user.accessKeyIds());
        ids.add(id);
        return user.withAccessKeyIds(ids);
    }

    private static boolean remove(Transaction tx, AccountId account, String name, String id) {
        tx.documents(StoredUser.KIND)
                .update(
                        Scope.global(account),
                        Entity.key(name),
                        user ->
                                user.withAccessKeyIds(
                                        user.accessKeyIds().stream()
                                                .filter(each -> !each.equals(id))
                                                .toList()));
        tx.documents(StoredKeyUse.KIND).delete(StoredKeyUse.SCOPE, id);
        return tx.documents(StoredAccessKey.KIND).delete(StoredAccessKey.SCOPE, id);
    }

    private static void check(StoredUser user, String id) {
        if (!user.accessKeyIds().contains(id)) {
            throw noKey(id);
        }
    }

    private static ServiceException noKey(String id) {
        return IamErrors.noSuchEntity("The Access Key with id " + id + " cannot be found.");
    }

    private static AccessKeyMetadata metadata(String id, StoredAccessKey key) {
        return AccessKeyMetadata.builder()
                .userName(key.userName())
                .accessKeyId(id)
                .status(key.status())
                .createDate(key.createdAt())
                .build();
    }
}
