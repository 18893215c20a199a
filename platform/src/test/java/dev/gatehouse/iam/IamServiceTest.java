package dev.gatehouse.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.iam.AttachRolePolicyRequest;
import dev.gatehouse.aws.iam.CreateAccessKeyRequest;
import dev.gatehouse.aws.iam.CreatePolicyRequest;
import dev.gatehouse.aws.iam.CreatePolicyVersionRequest;
import dev.gatehouse.aws.iam.CreateRoleRequest;
import dev.gatehouse.aws.iam.CreateUserRequest;
import dev.gatehouse.aws.iam.DeletePolicyRequest;
import dev.gatehouse.aws.iam.DeletePolicyVersionRequest;
import dev.gatehouse.aws.iam.DeleteRolePolicyRequest;
import dev.gatehouse.aws.iam.DeleteRoleRequest;
import dev.gatehouse.aws.iam.DeleteUserRequest;
import dev.gatehouse.aws.iam.DetachRolePolicyRequest;
import dev.gatehouse.aws.iam.GetPolicyRequest;
import dev.gatehouse.aws.iam.GetRolePolicyRequest;
import dev.gatehouse.aws.iam.GetRoleRequest;
import dev.gatehouse.aws.iam.GetUserRequest;
import dev.gatehouse.aws.iam.ListEntitiesForPolicyRequest;
import dev.gatehouse.aws.iam.ListPolicyVersionsRequest;
import dev.gatehouse.aws.iam.ListPolicyVersionsResponse;
import dev.gatehouse.aws.iam.ListRolesRequest;
import dev.gatehouse.aws.iam.ListRolesResponse;
import dev.gatehouse.aws.iam.PolicyRole;
import dev.gatehouse.aws.iam.PolicyVersion;
import dev.gatehouse.aws.iam.PutRolePermissionsBoundaryRequest;
import dev.gatehouse.aws.iam.PutRolePolicyRequest;
import dev.gatehouse.aws.iam.Role;
import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.aws.iam.UpdateRoleRequest;
import dev.gatehouse.iam.entity.PolicyDocuments;
import dev.gatehouse.iam.repository.AssumableRoles;
import dev.gatehouse.iam.repository.AwsPolicies;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.LastUses;
import dev.gatehouse.iam.repository.ManagedPolicy;
import dev.gatehouse.iam.repository.PolicyCatalog;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.iam.repository.UserKeys;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.wire.RequestContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@org.junit.jupiter.api.Tag("node")
final class IamServiceTest {
    private static final AccountId ACCOUNT = AccountId.DEFAULT;
    private static final RequestContext CONTEXT =
            new RequestContext(
                    RequestId.next(),
                    Principal.root(ACCOUNT),
                    ACCOUNT,
                    Region.DEFAULT,
                    "127.0.0.1",
                    "localhost");
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
             "Principal":{"Service":"lambda.amazonaws.com"}}]}\
            """;
    private static final String ALLOW =
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}\
            """;
    private static final String BASIC =
            "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

    @TempDir Path folder = Path.of("");
    private Store store;
    private Catalog<StoredRole> roleCatalog;
    private Catalog<StoredUser> userCatalog;
    private Roles roles;
    private RolePolicies rolePolicies;
    private Policies policies;
    private PolicyVersions versions;
    private Users users;
    private AccessKeys keys;

    @BeforeEach
    void open() {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
        roleCatalog = Catalog.roles(store);
        userCatalog = Catalog.users(store);
        PolicyCatalog policyCatalog = new PolicyCatalog(store, new AwsPolicies());
        roles = new Roles(roleCatalog, policyCatalog, Clock.SYSTEM);
        rolePolicies = new RolePolicies(roleCatalog, policyCatalog);
        policies = new Policies(policyCatalog, new PolicyHolders(Catalogs.of(store)), Clock.SYSTEM);
        versions = new PolicyVersions(policyCatalog, Clock.SYSTEM);
        users = new Users(userCatalog, policyCatalog, Clock.SYSTEM);
        keys =
                new AccessKeys(
                        store,
                        userCatalog,
                        TestSecrets.of(store),
                        new LastUses(store, Clock.SYSTEM),
                        Clock.SYSTEM);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void readsARoleBackAsTerraformComparesIt() {
        createRole("deployer");

        Role role = getRole("deployer");

        assertThat(role.arn()).isEqualTo("arn:aws:iam::000000000000:role/deployer");
        assertThat(role.roleId()).startsWith("AROA").hasSize(21);
        assertThat(role.maxSessionDuration()).isEqualTo(3600);
        assertThat(decoded(role.assumeRolePolicyDocument())).isEqualTo(TRUST);
        assertThat(Objects.requireNonNull(role.tags())).extracting(Tag::key).containsExactly("a");
        assertThat(
                        new AssumableRoles(roleCatalog)
                                .find(Arn.global("iam", ACCOUNT, "role/deployer")))
                .isPresent();
        assertThat(
                        new AssumableRoles(roleCatalog)
                                .find(Arn.global("iam", ACCOUNT, "role/x/deployer")))
                .isEmpty();
    }

    @Test
    void updatesOfARoleLeaveWhatTheyDoNotName() {
        createRole("deployer");
        UpdateRoleRequest.Builder update = UpdateRoleRequest.builder().roleName("deployer");
        UpdateRoleRequest nothing = update.build();
        roles.update(CONTEXT, update.maxSessionDuration(7200).build());
        roles.update(CONTEXT, update.maxSessionDuration(null).description("Deploys").build());
        roles.update(CONTEXT, nothing);

        assertThat(getRole("deployer").description()).isEqualTo("Deploys");
        assertThat(getRole("deployer").maxSessionDuration()).isEqualTo(7200);

        roles.update(CONTEXT, update.description("").build());
        assertThat(getRole("deployer").description()).isEmpty();
    }

    @Test
    void rejectsRolesAsAwsDoes() {
        createRole("deployer");

        rejected("EntityAlreadyExists", 409, () -> createRole("Deployer"));
        rejected("NoSuchEntity", 404, () -> getRole("other"));
        rejected("MalformedPolicyDocument", 400, () -> createRole("x", "{"));
        rejected("MalformedPolicyDocument", 400, () -> createRole("x", ALLOW));
        rejected("NoSuchEntity", 404, () -> attach("deployer", "arn:aws:iam::aws:policy/Nothing"));
    }

    @Test
    void aRoleWithPoliciesCannotBeDeleted() {
        createRole("deployer");
        attach("deployer", BASIC);
        put("deployer", "inline", ALLOW);

        rejected("DeleteConflict", 409, () -> delete("deployer"));
        rolePolicies.detach(
                CONTEXT,
                DetachRolePolicyRequest.builder().roleName("deployer").policyArn(BASIC).build());
        rejected("DeleteConflict", 409, () -> delete("deployer"));
        rolePolicies.delete(
                CONTEXT,
                DeleteRolePolicyRequest.builder()
                        .roleName("deployer")
                        .policyName("inline")
                        .build());
        delete("deployer");

        rejected("NoSuchEntity", 404, () -> getRole("deployer"));
    }

    @Test
    void answersCarryPoliciesPercentEncoded() {
        createRole("deployer");
        put("deployer", "inline", ALLOW);

        String document =
                rolePolicies
                        .get(
                                CONTEXT,
                                GetRolePolicyRequest.builder()
                                        .roleName("deployer")
                                        .policyName("inline")
                                        .build())
                        .policyDocument();

        assertThat(document).doesNotContain("{", " ", "+", "*").contains("s3%3A%2A");
        assertThat(decoded(document)).isEqualTo(ALLOW);
    }

    @Test
    void everyPolicyOfAwsIsOneThatIamWouldTake() {
        List<ManagedPolicy> all = new AwsPolicies().all();

        assertThat(all).hasSizeGreaterThan(1_500).extracting(ManagedPolicy::arn).contains(BASIC);
        for (ManagedPolicy each : all) {
            PolicyDocuments.checkIdentityPolicy(each.policy().versions().getFirst().document());
        }
        assertThat(
                        policies.get(CONTEXT, GetPolicyRequest.builder().policyArn(BASIC).build())
                                .policy())
                .isNotNull();
    }

    @Test
    void aPolicyHasFiveVersionsAtMostAndNumbersThemOnwards() {
        String arn = createPolicy("p");
        IntStream.range(0, 4).forEach(i -> addVersion(arn, true));
        rejected("LimitExceeded", 409, () -> addVersion(arn, true));

        rejected("DeleteConflict", 409, () -> deleteVersion(arn, "v5"));
        rejected("DeleteConflict", 409, () -> deletePolicy(arn));
        deleteVersion(arn, "v1");
        addVersion(arn, false);

        assertThat(
                        Objects.requireNonNull(
                                        policies.get(
                                                        CONTEXT,
                                                        GetPolicyRequest.builder()
                                                                .policyArn(arn)
                                                                .build())
                                                .policy())
                                .defaultVersionId())
                .isEqualTo("v5");
        deleteVersion(arn, "v6");
        rejected("NoSuchEntity", 404, () -> deleteVersion(arn, "v6"));
    }

    @Test
    void aPolicyInUseCannotBeDeleted() {
        String arn = createPolicy("p");
        createRole("deployer");
        attach("deployer", arn);

        rejected("DeleteConflict", 409, () -> deletePolicy(arn));
    }

    @Test
    void anAccessKeySignsForItsUserUntilItIsGone() {
        users.create(CONTEXT, CreateUserRequest.builder().userName("bob").path("/ops/").build());
        var key =
                Objects.requireNonNull(
                        keys.create(
                                        CONTEXT,
                                        CreateAccessKeyRequest.builder().userName("bob").build())
                                .accessKey());
        String id = Objects.requireNonNull(key.accessKeyId());

        Credentials found =
                new UserKeys(store, userCatalog, TestSecrets.of(store)).find(id).orElseThrow();

        assertThat(found.secretAccessKey()).isEqualTo(key.secretAccessKey());
        assertThat(found.principal().arn()).isEqualTo("arn:aws:iam::000000000000:user/ops/bob");
        rejected(
                "DeleteConflict",
                409,
                () -> users.delete(CONTEXT, DeleteUserRequest.builder().userName("bob").build()));
    }

    @Test
    void getUserWithoutANameIsAboutTheRootThatCalls() {
        var user = users.get(CONTEXT, GetUserRequest.builder().build()).user();

        assertThat(Objects.requireNonNull(user).arn()).isEqualTo("arn:aws:iam::000000000000:root");
        assertThat(user.userId()).isEqualTo("000000000000");
    }

    @Test
    void pagesThroughRolesWithAMarker() {
        IntStream.range(0, 5).forEach(i -> createRole("r" + i));

        ListRolesResponse first =
                roles.list(CONTEXT, ListRolesRequest.builder().maxItems(3).build());
        ListRolesResponse second =
                roles.list(CONTEXT, ListRolesRequest.builder().marker(first.marker()).build());

        assertThat(first.isTruncated()).isTrue();
        assertThat(first.roles()).hasSize(3);
        assertThat(second.roles()).extracting(Role::roleName).containsExactly("r3", "r4");
        assertThat(second.isTruncated()).isFalse();
    }

    @Test
    void aBoundaryIsAUseOfAPolicyThatListsTellFromAnAttachment() {
        String arn = createPolicy("bound");
        createRole("inside", TRUST);
        roles.putBoundary(
                CONTEXT,
                PutRolePermissionsBoundaryRequest.builder()
                        .roleName("inside")
                        .permissionsBoundary(arn)
                        .build());

        assertThat(rolesOf(arn, "PermissionsBoundary", null)).containsExactly("inside");
        assertThat(rolesOf(arn, "PermissionsPolicy", null)).isEmpty();
        assertThat(rolesOf(arn, null, "/elsewhere/")).isEmpty();
        assertThat(
                        policies.get(CONTEXT, GetPolicyRequest.builder().policyArn(arn).build())
                                .policy()
                                .permissionsBoundaryUsageCount())
                .isEqualTo(1);
        rejected("DeleteConflict", 409, () -> deletePolicy(arn));
    }

    private List<String> rolesOf(String arn, @Nullable String usage, @Nullable String path) {
        return Objects.requireNonNull(
                        policies.listEntities(
                                        CONTEXT,
                                        ListEntitiesForPolicyRequest.builder()
                                                .policyArn(arn)
                                                .policyUsageFilter(usage)
                                                .pathPrefix(path)
                                                .build())
                                .policyRoles())
                .stream()
                .map(PolicyRole::roleName)
                .map(String::valueOf)
                .toList();
    }

    @Test
    void pagesThroughVersionsInTheirOwnOrder() {
        String arn = createPolicy("versioned");
        addVersion(arn, false);
        addVersion(arn, true);

        ListPolicyVersionsResponse first =
                versions.list(
                        CONTEXT,
                        ListPolicyVersionsRequest.builder().policyArn(arn).maxItems(2).build());
        ListPolicyVersionsResponse second =
                versions.list(
                        CONTEXT,
                        ListPolicyVersionsRequest.builder()
                                .policyArn(arn)
                                .maxItems(2)
                                .marker(first.marker())
                                .build());

        assertThat(first.versions())
                .extracting(PolicyVersion::versionId)
                .containsExactly("v3", "v2");
        assertThat(first.isTruncated()).isTrue();
        assertThat(second.versions()).extracting(PolicyVersion::versionId).containsExactly("v1");
        assertThat(second.isTruncated()).isFalse();
    }

    private void createRole(String name) {
        createRole(name, TRUST);
    }

    private void createRole(String name, String trust) {
        roles.create(
                CONTEXT,
                CreateRoleRequest.builder()
                        .roleName(name)
                        .assumeRolePolicyDocument(trust)
                        .tags(List.of(Tag.builder().key("a").value("1").build()))
                        .build());
    }

    private Role getRole(String name) {
        return Objects.requireNonNull(
                roles.get(CONTEXT, GetRoleRequest.builder().roleName(name).build()).role());
    }

    private void delete(String name) {
        roles.delete(CONTEXT, DeleteRoleRequest.builder().roleName(name).build());
    }

    private void attach(String role, String arn) {
        rolePolicies.attach(
                CONTEXT, AttachRolePolicyRequest.builder().roleName(role).policyArn(arn).build());
    }

    private void put(String role, String name, String document) {
        rolePolicies.put(
                CONTEXT,
                PutRolePolicyRequest.builder()
                        .roleName(role)
                        .policyName(name)
                        .policyDocument(document)
                        .build());
    }

    private String createPolicy(String name) {
        var policy =
                policies.create(
                                CONTEXT,
                                CreatePolicyRequest.builder()
                                        .policyName(name)
                                        .policyDocument(ALLOW)
                                        .build())
                        .policy();
        return Objects.requireNonNull(Objects.requireNonNull(policy).arn());
    }

    private void addVersion(String arn, boolean asDefault) {
        versions.create(
                CONTEXT,
                CreatePolicyVersionRequest.builder()
                        .policyArn(arn)
                        .policyDocument(ALLOW)
                        .setAsDefault(asDefault)
                        .build());
    }

    private void deleteVersion(String arn, String id) {
        versions.delete(
                CONTEXT, DeletePolicyVersionRequest.builder().policyArn(arn).versionId(id).build());
    }

    private void deletePolicy(String arn) {
        policies.delete(CONTEXT, DeletePolicyRequest.builder().policyArn(arn).build());
    }

    private static String decoded(@Nullable String document) {
        return URLDecoder.decode(Objects.requireNonNull(document), StandardCharsets.UTF_8);
    }

    private static void rejected(String code, int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.status()).isEqualTo(status);
                        });
    }
}
