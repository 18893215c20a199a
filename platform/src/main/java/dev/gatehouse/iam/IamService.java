package dev.gatehouse.iam;

import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.iam.account.AccountAliases;
import dev.gatehouse.iam.account.AccountDetails;
import dev.gatehouse.iam.account.AccountReports;
import dev.gatehouse.iam.account.AccountSummary;
import dev.gatehouse.iam.account.ConsoleAccess;
import dev.gatehouse.iam.account.InstanceProfiles;
import dev.gatehouse.iam.account.OidcProviders;
import dev.gatehouse.iam.account.ServiceLinkedRoles;
import dev.gatehouse.iam.repository.AssumableRoles;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.KnownProviders;
import dev.gatehouse.iam.repository.LastUses;
import dev.gatehouse.iam.repository.StoredAccessKey;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.iam.repository.UserKeys;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.ManagedPolicies;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.identity.oidc.OidcDirectory;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.Set;

/** IAM: its operations for clients, and what others look up in it. */
public final class IamService {
    /** What the access keys of users are made of. */
    public static final Set<Kind<?>> CREDENTIAL_KINDS =
            Set.of(StoredAccessKey.KIND, StoredUser.KIND);

    private final Store store;
    private final Secrets secrets;
    private final LastUses lastUses;
    private final Clock clock;
    private final Catalogs iam;
    private final PrincipalPermissions permissions;

    /**
     * @param secrets encrypts users' secret access keys
     */
    public IamService(Store store, Secrets secrets, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.lastUses = new LastUses(store, clock);
        this.clock = clock;
        this.iam = Catalogs.of(store);
        this.permissions = new PrincipalPermissions(iam);
        store.changes().subscribe(PrincipalPermissions.KINDS, permissions);
    }

    /** The access keys of users. */
    public CredentialSource credentials() {
        return new UserKeys(store, iam.users(), secrets);
    }

    /** When keys were used last: hears of it, and is to be closed. */
    public LastUses lastUses() {
        return lastUses;
    }

    /** Encrypts the access keys that an earlier release kept as they are. */
    public void encryptKeys() {
        new UserKeys(store, iam.users(), secrets).encryptAll();
    }

    /** The roles, for STS. */
    public RoleDirectory roles() {
        return new AssumableRoles(iam.roles());
    }

    /** What users and roles may do. */
    public PermissionSource permissions() {
        return permissions;
    }

    /** The resources of IAM, for decisions about them. */
    public ServiceAccess access() {
        return new EntityAccess(iam);
    }

    /** The managed policies, for STS. */
    public ManagedPolicies managedPolicies() {
        return iam.policies();
    }

    /** The identity providers, for STS. */
    public OidcDirectory identityProviders() {
        return new KnownProviders(store);
    }

    /** The operations that are implemented. */
    public Service service() {
        Service.Builder service = Service.of(Iam.MODEL);
        addRoles(service);
        addPolicies(service);
        addUsers(service);
        addSimulations(service);
        new Groups(iam, clock).addTo(service);
        new GroupPolicies(iam).addTo(service);
        addAccount(service);
        return service.build();
    }

    private void addRoles(Service.Builder service) {
        Roles operations = new Roles(iam.roles(), iam.policies(), clock);
        RolePolicies policiesOfRoles = new RolePolicies(iam.roles(), iam.policies());
        service.on(Iam.CREATE_ROLE, operations::create)
                .on(Iam.GET_ROLE, operations::get)
                .on(Iam.LIST_ROLES, operations::list)
                .on(Iam.UPDATE_ROLE, operations::update)
                .on(Iam.UPDATE_ROLE_DESCRIPTION, operations::updateDescription)
                .on(Iam.UPDATE_ASSUME_ROLE_POLICY, operations::updateTrustPolicy)
                .on(Iam.PUT_ROLE_PERMISSIONS_BOUNDARY, operations::putBoundary)
                .on(Iam.DELETE_ROLE_PERMISSIONS_BOUNDARY, operations::deleteBoundary)
                .on(Iam.DELETE_ROLE, operations::delete)
                .on(Iam.PUT_ROLE_POLICY, policiesOfRoles::put)
                .on(Iam.GET_ROLE_POLICY, policiesOfRoles::get)
                .on(Iam.LIST_ROLE_POLICIES, policiesOfRoles::list)
                .on(Iam.DELETE_ROLE_POLICY, policiesOfRoles::delete)
                .on(Iam.ATTACH_ROLE_POLICY, policiesOfRoles::attach)
                .on(Iam.DETACH_ROLE_POLICY, policiesOfRoles::detach)
                .on(Iam.LIST_ATTACHED_ROLE_POLICIES, policiesOfRoles::listAttached)
                .on(Iam.TAG_ROLE, policiesOfRoles::tag)
                .on(Iam.UNTAG_ROLE, policiesOfRoles::untag)
                .on(Iam.LIST_ROLE_TAGS, policiesOfRoles::listTags);
    }

    private void addAccount(Service.Builder service) {
        InstanceProfiles profiles = new InstanceProfiles(store, iam.roles(), clock);
        profiles.addTo(service);
        OidcProviders providers = new OidcProviders(store, clock);
        providers.addTo(service);
        AccountAliases aliases = new AccountAliases(store);
        aliases.addTo(service);
        new ServiceLinkedRoles(iam.roles(), clock).addTo(service);
        new ConsoleAccess(iam.users()).addTo(service);
        new AccountReports(store, iam, lastUses, clock).addTo(service);
        new AccountDetails(iam, profiles).addTo(service);
        new AccountSummary(store, iam, providers).addTo(service);
    }

    private void addPolicies(Service.Builder service) {
        Policies operations = new Policies(iam.policies(), new PolicyHolders(iam), clock);
        PolicyVersions versions = new PolicyVersions(iam.policies(), clock);
        service.on(Iam.CREATE_POLICY, operations::create)
                .on(Iam.GET_POLICY, operations::get)
                .on(Iam.LIST_POLICIES, operations::list)
                .on(Iam.LIST_ENTITIES_FOR_POLICY, operations::listEntities)
                .on(Iam.DELETE_POLICY, operations::delete)
                .on(Iam.TAG_POLICY, operations::tag)
                .on(Iam.UNTAG_POLICY, operations::untag)
                .on(Iam.LIST_POLICY_TAGS, operations::listTags)
                .on(Iam.CREATE_POLICY_VERSION, versions::create)
                .on(Iam.GET_POLICY_VERSION, versions::get)
                .on(Iam.LIST_POLICY_VERSIONS, versions::list)
                .on(Iam.DELETE_POLICY_VERSION, versions::delete)
                .on(Iam.SET_DEFAULT_POLICY_VERSION, versions::setDefault);
    }

    private void addSimulations(Service.Builder service) {
        Simulations operations = new Simulations(iam, clock);
        service.on(Iam.SIMULATE_PRINCIPAL_POLICY, operations::principal)
                .on(Iam.SIMULATE_CUSTOM_POLICY, operations::custom)
                .on(Iam.GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY, operations::keysOfCustom)
                .on(Iam.GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY, operations::keysOfPrincipal);
    }

    private void addUsers(Service.Builder service) {
        Users operations = new Users(iam.users(), iam.policies(), clock);
        UserPolicies policiesOfUsers = new UserPolicies(iam.users(), iam.policies());
        AccessKeys keys = new AccessKeys(store, iam.users(), secrets, lastUses, clock);
        service.on(Iam.CREATE_USER, operations::create)
                .on(Iam.GET_USER, operations::get)
                .on(Iam.LIST_USERS, operations::list)
                .on(Iam.UPDATE_USER, operations::update)
                .on(Iam.PUT_USER_PERMISSIONS_BOUNDARY, operations::putBoundary)
                .on(Iam.DELETE_USER_PERMISSIONS_BOUNDARY, operations::deleteBoundary)
                .on(Iam.DELETE_USER, operations::delete)
                .on(Iam.TAG_USER, operations::tag)
                .on(Iam.UNTAG_USER, operations::untag)
                .on(Iam.LIST_USER_TAGS, operations::listTags)
                .on(Iam.PUT_USER_POLICY, policiesOfUsers::put)
                .on(Iam.GET_USER_POLICY, policiesOfUsers::get)
                .on(Iam.LIST_USER_POLICIES, policiesOfUsers::list)
                .on(Iam.DELETE_USER_POLICY, policiesOfUsers::delete)
                .on(Iam.ATTACH_USER_POLICY, policiesOfUsers::attach)
                .on(Iam.DETACH_USER_POLICY, policiesOfUsers::detach)
                .on(Iam.LIST_ATTACHED_USER_POLICIES, policiesOfUsers::listAttached)
                .on(Iam.CREATE_ACCESS_KEY, keys::create)
                .on(Iam.LIST_ACCESS_KEYS, keys::list)
                .on(Iam.GET_ACCESS_KEY_LAST_USED, keys::lastUsed)
                .on(Iam.UPDATE_ACCESS_KEY, keys::update)
                .on(Iam.DELETE_ACCESS_KEY, keys::delete);
    }
}
