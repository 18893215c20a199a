package dev.gatehouse.kms;

import dev.gatehouse.aws.kms.Kms;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;

/** Key Management Service, as far as it is symmetric keys of the node's own. */
public final class KmsService {
    private final KeyCatalog keys;
    private final KeyMaterial material;
    private final Clock clock;

    /**
     * @param store where keys are kept
     * @param secrets encrypts them there
     */
    public KmsService(Store store, Secrets secrets, Clock clock) {
        this.keys = new KeyCatalog(store, clock);
        this.material = new KeyMaterial(keys, secrets, clock);
        this.clock = clock;
    }

    /** What decisions about keys depend on. */
    public ServiceAccess access() {
        return new KeyAccess(keys);
    }

    /** The operations that are implemented. */
    public Service service() {
        Keys making = new Keys(keys, material, clock);
        Ciphers ciphers = new Ciphers(keys, material);
        Aliases aliases = new Aliases(keys, clock);
        KeyPolicies policies = new KeyPolicies(keys);
        KeyRotation rotation = new KeyRotation(keys);
        KeyTags tags = new KeyTags(keys);
        return Service.of(Kms.MODEL)
                .on(Kms.CREATE_KEY, making::create)
                .on(Kms.DESCRIBE_KEY, making::describe)
                .on(Kms.LIST_KEYS, making::list)
                .on(Kms.ENABLE_KEY, making::enable)
                .on(Kms.DISABLE_KEY, making::disable)
                .on(Kms.UPDATE_KEY_DESCRIPTION, making::describeAs)
                .on(Kms.SCHEDULE_KEY_DELETION, making::end)
                .on(Kms.CANCEL_KEY_DELETION, making::keep)
                .on(Kms.ENCRYPT, ciphers::encrypt)
                .on(Kms.DECRYPT, ciphers::decrypt)
                .on(Kms.RE_ENCRYPT, ciphers::reEncrypt)
                .on(Kms.GENERATE_DATA_KEY, ciphers::dataKey)
                .on(Kms.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT, ciphers::hiddenDataKey)
                .on(Kms.GENERATE_RANDOM, ciphers::random)
                .on(Kms.CREATE_ALIAS, aliases::create)
                .on(Kms.UPDATE_ALIAS, aliases::update)
                .on(Kms.DELETE_ALIAS, aliases::delete)
                .on(Kms.LIST_ALIASES, aliases::list)
                .on(Kms.GET_KEY_POLICY, policies::get)
                .on(Kms.PUT_KEY_POLICY, policies::put)
                .on(Kms.LIST_KEY_POLICIES, policies::list)
                .on(Kms.ENABLE_KEY_ROTATION, rotation::enable)
                .on(Kms.DISABLE_KEY_ROTATION, rotation::disable)
                .on(Kms.GET_KEY_ROTATION_STATUS, rotation::status)
                .on(Kms.TAG_RESOURCE, tags::add)
                .on(Kms.UNTAG_RESOURCE, tags::remove)
                .on(Kms.LIST_RESOURCE_TAGS, tags::list)
                .build();
    }
}
