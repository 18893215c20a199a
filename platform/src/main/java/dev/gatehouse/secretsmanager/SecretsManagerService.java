package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.secretsmanager.SecretsManager;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;

/** Secrets Manager, without rotation and replicas. */
public final class SecretsManagerService {
    private final SecretCatalog catalog;
    private final Sealing sealing;
    private final Clock clock;

    /**
     * @param store where secrets are kept
     * @param secrets encrypts those that name no key
     * @param aws where the keys of the others are
     */
    public SecretsManagerService(Store store, Secrets secrets, AwsServices aws, Clock clock) {
        this.catalog = new SecretCatalog(store, clock);
        this.sealing = new Sealing(secrets, aws);
        this.clock = clock;
    }

    /** What decisions about secrets depend on. */
    public ServiceAccess access() {
        return new SecretAccess(catalog);
    }

    /** The operations that are implemented. */
    public Service service() {
        SecretValues values = new SecretValues(catalog, sealing, clock);
        SecretChanges changes = new SecretChanges(catalog, values, clock);
        SecretDescriptions descriptions = new SecretDescriptions(catalog);
        SecretPolicies policies = new SecretPolicies(catalog, clock);
        SecretTags tags = new SecretTags(catalog, clock);
        return Service.of(SecretsManager.MODEL)
                .on(SecretsManager.CREATE_SECRET, changes::create)
                .on(SecretsManager.UPDATE_SECRET, changes::update)
                .on(SecretsManager.DELETE_SECRET, changes::delete)
                .on(SecretsManager.RESTORE_SECRET, changes::restore)
                .on(SecretsManager.GET_SECRET_VALUE, values::get)
                .on(SecretsManager.PUT_SECRET_VALUE, values::put)
                .on(SecretsManager.LIST_SECRET_VERSION_IDS, values::list)
                .on(SecretsManager.UPDATE_SECRET_VERSION_STAGE, values::move)
                .on(SecretsManager.DESCRIBE_SECRET, descriptions::describe)
                .on(SecretsManager.LIST_SECRETS, descriptions::list)
                .on(SecretsManager.GET_RANDOM_PASSWORD, Passwords::random)
                .on(SecretsManager.PUT_RESOURCE_POLICY, policies::put)
                .on(SecretsManager.GET_RESOURCE_POLICY, policies::get)
                .on(SecretsManager.DELETE_RESOURCE_POLICY, policies::delete)
                .on(SecretsManager.VALIDATE_RESOURCE_POLICY, policies::validate)
                .on(SecretsManager.TAG_RESOURCE, tags::add)
                .on(SecretsManager.UNTAG_RESOURCE, tags::remove)
                .build();
    }
}
