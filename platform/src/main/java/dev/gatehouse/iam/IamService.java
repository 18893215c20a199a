package dev.gatehouse.iam;

import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.ListAccountAliasesResponse;
import dev.gatehouse.aws.iam.ListInstanceProfilesResponse;
import dev.gatehouse.iam.repository.AwsPolicies;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.iam.repository.RoleCatalog;
import dev.gatehouse.iam.repository.UserCatalog;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.ManagedPolicies;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.List;

/** IAM: its operations for clients, and what others look up in it. */
public final class IamService {
    private final Store store;
    private final Clock clock;
    private final RoleCatalog roles;
    private final UserCatalog users;
    private final PolicyCatalog policies;
    private final PrincipalPermissions permissions;

    public IamService(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.roles = new RoleCatalog(store);
        this.users = new UserCatalog(store);
        this.policies = new PolicyCatalog(store, new AwsPolicies());
        this.permissions = new PrincipalPermissions(roles, users, policies);
        store.changes().subscribe(PrincipalPermissions.KINDS, permissions);
    }

    /** The access keys of users. */
    public CredentialSource credentials() {
        return users;
    }

    /** The roles, for STS. */
    public RoleDirectory roles() {
        return roles;
    }

    /** What users and roles may do. */
    public PermissionSource permissions() {
        return permissions;
    }

    /** The resources of IAM, for decisions about them. */
    public ServiceAccess access() {
        return new EntityAccess(roles, users);
    }

    /** The managed policies, for STS. */
    public ManagedPolicies managedPolicies() {
        return policies;
    }

    /** The operations that are implemented. */
    public Service service() {
        Service.Builder service = Service.of(Iam.MODEL);
        addRoles(service);
        addPolicies(service);
        addUsers(service);
        addSimulations(service);
        return service.build();
    }

    private void addRoles(Service.Builder service) {
        Roles operations = new Roles(roles, policies, clock);
        RolePolicies policiesOfRoles = new RolePolicies(roles, policies);
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
                .on(Iam.LIST_ROLE_TAGS, policiesOfRoles::listTags)
                .on(Iam.LIST_INSTANCE_PROFILES_FOR_ROLE, policiesOfRoles::listInstanceProfiles)
                .on(
                        Iam.LIST_INSTANCE_PROFILES,
                        (context, input) ->
                                ListInstanceProfilesResponse.builder()
                                        .instanceProfiles(List.of())
                                        .isTruncated(false)
                                        .build());
    }

    private void addPolicies(Service.Builder service) {
        Policies operations = new Policies(policies, new PolicyHolders(roles, users), clock);
        PolicyVersions versions = new PolicyVersions(policies, clock);
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
        Simulations operations = new Simulations(roles, users, policies, clock);
        service.on(Iam.SIMULATE_PRINCIPAL_POLICY, operations::principal)
                .on(Iam.SIMULATE_CUSTOM_POLICY, operations::custom)
                .on(Iam.GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY, operations::keysOfCustom)
                .on(Iam.GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY, operations::keysOfPrincipal);
    }

    private void addUsers(Service.Builder service) {
        Users operations = new Users(users, policies, clock);
        UserPolicies policiesOfUsers = new UserPolicies(users, policies);
        AccessKeys keys = new AccessKeys(store, users, clock);
        service.on(Iam.CREATE_USER, operations::create)
                .on(Iam.GET_USER, operations::get)
                .on(Iam.LIST_USERS, operations::list)
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
                .on(Iam.LIST_GROUPS_FOR_USER, policiesOfUsers::listGroups)
                .on(Iam.CREATE_ACCESS_KEY, keys::create)
                .on(Iam.LIST_ACCESS_KEYS, keys::list)
                .on(Iam.UPDATE_ACCESS_KEY, keys::update)
                .on(Iam.DELETE_ACCESS_KEY, keys::delete)
                .on(
                        Iam.LIST_ACCOUNT_ALIASES,
                        (context, input) ->
                                ListAccountAliasesResponse.builder()
                                        .accountAliases(List.of())
                                        .isTruncated(false)
                                        .build());
    }
}
