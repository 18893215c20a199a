package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.iam.model.User;

/** Groups, instance profiles, identity providers and what else an IAM account has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class IamAccountTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "ec2.amazonaws.com"}}}\
            """;
    private static final String LIST_ROLES =
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:ListRoles",
             "Resource": "*"}}\
            """;

    private ServicesNode node;
    private IamClient iam;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ServicesNode(folder);
        iam = node.client(IamClient.builder()).build();
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @Test
    void aUserMayDoWhatItsGroupsMayDo() {
        iam.createGroup(g -> g.groupName("Readers").path("/teams/"));
        iam.putGroupPolicy(p -> p.groupName("readers").policyName("p").policyDocument(LIST_ROLES));
        IamClient ann = user("ann");
        denied(ann::listRoles, "AccessDenied");

        iam.addUserToGroup(r -> r.groupName("Readers").userName("ann"));
        ann.listRoles();
        assertThat(iam.listGroupsForUser(r -> r.userName("ann")).groups())
                .extracting(Group::arn)
                .containsExactly("arn:aws:iam::000000000000:group/teams/Readers");
        GetGroupResponse group = iam.getGroup(r -> r.groupName("Readers"));
        assertThat(group.users()).extracting(User::userName).containsExactly("ann");

        iam.updateGroup(r -> r.groupName("Readers").newGroupName("Viewers"));
        ann.listRoles();
        denied(() -> iam.deleteGroup(r -> r.groupName("Viewers")), "DeleteConflict");
        denied(() -> iam.deleteUser(r -> r.userName("ann")), "DeleteConflict");
        iam.removeUserFromGroup(r -> r.groupName("Viewers").userName("ann"));
        denied(ann::listRoles, "AccessDenied");
        denied(() -> iam.deleteGroup(r -> r.groupName("Viewers")), "DeleteConflict");
        iam.deleteGroupPolicy(r -> r.groupName("Viewers").policyName("p"));
        iam.deleteGroup(r -> r.groupName("Viewers"));
        denied(() -> iam.getGroup(r -> r.groupName("Viewers")), "NoSuchEntity");
    }

    @Test
    void managedPoliciesOfGroupsAreSimulatedAndListed() {
        String arn =
                iam.createPolicy(p -> p.policyName("of-groups").policyDocument(LIST_ROLES))
                        .policy()
                        .arn();
        iam.createGroup(g -> g.groupName("simulated"));
        iam.attachGroupPolicy(r -> r.groupName("simulated").policyArn(arn));
        user("sim");
        iam.addUserToGroup(r -> r.groupName("simulated").userName("sim"));

        for (String source : List.of("user/sim", "group/simulated")) {
            assertThat(
                            iam.simulatePrincipalPolicy(
                                            r ->
                                                    r.policySourceArn(
                                                                    "arn:aws:iam::000000000000:"
                                                                            + source)
                                                            .actionNames("iam:ListRoles"))
                                    .evaluationResults()
                                    .getFirst()
                                    .evalDecision())
                    .isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
        }
        assertThat(iam.listEntitiesForPolicy(r -> r.policyArn(arn)).policyGroups())
                .anyMatch(group -> group.groupName().equals("simulated"));
        assertThat(iam.listAttachedGroupPolicies(r -> r.groupName("simulated")).attachedPolicies())
                .hasSize(1);
        assertThat(
                        iam.getAccountAuthorizationDetails(r -> r.filter(EntityType.GROUP))
                                .groupDetailList())
                .anyMatch(group -> group.attachedManagedPolicies().size() == 1);
        denied(() -> iam.deletePolicy(r -> r.policyArn(arn)), "DeleteConflict");
    }

    @Test
    void aUserIsRenamedWithItsKeysAndBounded() {
        IamClient old = user("old");
        iam.putUserPolicy(p -> p.userName("old").policyName("p").policyDocument(LIST_ROLES));
        iam.updateUser(r -> r.userName("old").newUserName("new").newPath("/x/"));

        old.listRoles();
        assertThat(iam.getUser(r -> r.userName("new")).user().arn()).endsWith("user/x/new");
        denied(() -> iam.getUser(r -> r.userName("old")), "NoSuchEntity");
        user("taken");
        denied(
                () -> iam.updateUser(r -> r.userName("new").newUserName("taken")),
                "EntityAlreadyExists");
        String boundary = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
        iam.putUserPermissionsBoundary(r -> r.userName("new").permissionsBoundary(boundary));
        denied(old::listRoles, "AccessDenied");
        iam.deleteUserPermissionsBoundary(r -> r.userName("new"));
        old.listRoles();
    }

    @Test
    void anInstanceProfileHoldsOneRole() {
        iam.createRole(r -> r.roleName("machine").assumeRolePolicyDocument(TRUST));
        iam.createRole(r -> r.roleName("second").assumeRolePolicyDocument(TRUST));
        iam.createInstanceProfile(
                r -> r.instanceProfileName("box").tags(t -> t.key("a").value("b")));
        denied(
                () -> iam.createInstanceProfile(r -> r.instanceProfileName("BOX")),
                "EntityAlreadyExists");
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName("box").roleName("machine"));
        denied(
                () ->
                        iam.addRoleToInstanceProfile(
                                r -> r.instanceProfileName("box").roleName("second")),
                "LimitExceeded");

        InstanceProfile box =
                iam.getInstanceProfile(r -> r.instanceProfileName("box")).instanceProfile();
        assertThat(box.arn()).isEqualTo("arn:aws:iam::000000000000:instance-profile/box");
        assertThat(box.roles()).hasSize(1);
        assertThat(box.tags()).hasSize(1);
        assertThat(iam.listInstanceProfilesForRole(r -> r.roleName("machine")).instanceProfiles())
                .hasSize(1);
        denied(() -> iam.deleteRole(r -> r.roleName("machine")), "DeleteConflict");
        denied(
                () -> iam.deleteInstanceProfile(r -> r.instanceProfileName("box")),
                "DeleteConflict");
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName("box").roleName("machine"));
        iam.deleteInstanceProfile(r -> r.instanceProfileName("box"));
        iam.deleteRole(r -> r.roleName("machine"));
    }

    @Test
    void anIdentityProviderIsKnownByItsUrl() {
        String arn =
                iam.createOpenIDConnectProvider(
                                r ->
                                        r.url("https://token.actions.example.com/x/")
                                                .clientIDList("sts.amazonaws.com")
                                                .thumbprintList("0".repeat(40)))
                        .openIDConnectProviderArn();
        assertThat(arn)
                .isEqualTo("arn:aws:iam::000000000000:oidc-provider/token.actions.example.com/x");
        iam.addClientIDToOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(arn).clientID("other"));
        iam.removeClientIDFromOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(arn).clientID("sts.amazonaws.com"));
        iam.tagOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(arn).tags(t -> t.key("k").value("v")));
        var found = iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
        assertThat(found.clientIDList()).containsExactly("other");
        assertThat(found.tags()).hasSize(1);
        assertThat(found.url()).isEqualTo("token.actions.example.com/x");
        denied(
                () -> iam.createOpenIDConnectProvider(r -> r.url("http://x.example.com")),
                "ValidationError");
        iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
        denied(
                () -> iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn)),
                "NoSuchEntity");
    }

    @Test
    void anAliasIsOneAccountsAlone() {
        IamClient other =
                node.client(IamClient.builder(), AwsBasicCredentials.create("111111111111", "test"))
                        .build();
        iam.createAccountAlias(r -> r.accountAlias("first"));
        iam.createAccountAlias(r -> r.accountAlias("mine"));
        assertThat(iam.listAccountAliases().accountAliases()).containsExactly("mine");
        denied(() -> other.createAccountAlias(r -> r.accountAlias("mine")), "EntityAlreadyExists");
        denied(() -> other.deleteAccountAlias(r -> r.accountAlias("mine")), "NoSuchEntity");
        iam.deleteAccountAlias(r -> r.accountAlias("mine"));
        assertThat(iam.listAccountAliases().accountAliases()).isEmpty();
    }

    @Test
    void whoClearsUpWhatAConsoleHasFindsNothing() {
        user("plain");
        denied(() -> iam.deleteLoginProfile(r -> r.userName("plain")), "NoSuchEntity");
        denied(() -> iam.getAccountPasswordPolicy(), "NoSuchEntity");
        assertThat(iam.listMFADevices(r -> r.userName("plain")).mfaDevices()).isEmpty();
        denied(() -> iam.listSSHPublicKeys(r -> r.userName("nobody")), "NoSuchEntity");
    }

    @Test
    void serviceLinkedRolesTrustTheirService() {
        var role =
                iam.createServiceLinkedRole(r -> r.awsServiceName("ops.apigateway.amazonaws.com"))
                        .role();
        assertThat(role.arn())
                .isEqualTo(
                        "arn:aws:iam::000000000000:role/aws-service-role/"
                                + "ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway");
        denied(
                () ->
                        iam.createServiceLinkedRole(
                                r -> r.awsServiceName("ops.apigateway.amazonaws.com")),
                "InvalidInput");
        String task =
                iam.deleteServiceLinkedRole(r -> r.roleName(role.roleName())).deletionTaskId();
        assertThat(
                        iam.getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId(task))
                                .statusAsString())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void reportsCountAndListTheAccount() {
        user("reported");
        iam.generateCredentialReport();
        assertThat(iam.getCredentialReport().content().asUtf8String())
                .startsWith("user,arn,user_creation_time")
                .contains("\nreported,arn:aws:iam::000000000000:user/reported,");
        assertThat(iam.getAccountSummary().summaryMap())
                .containsEntry(SummaryKeyType.USERS_QUOTA, 5_000)
                .containsKey(SummaryKeyType.GROUPS);
    }

    private IamClient user(String name) {
        iam.createUser(u -> u.userName(name));
        AccessKey key = iam.createAccessKey(k -> k.userName(name)).accessKey();
        AwsCredentials keys = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        return node.client(IamClient.builder(), keys).build();
    }

    private static void denied(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        IamException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}
