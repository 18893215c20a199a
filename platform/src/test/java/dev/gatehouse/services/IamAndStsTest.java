package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.Arn;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** IAM and STS seen by the AWS SDK for Java. */
@org.junit.jupiter.api.Tag("node")
final class IamAndStsTest {
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
             "Principal":{"AWS":"arn:aws:iam::000000000000:root",
                          "Service":"lambda.amazonaws.com"}}]}\
            """;
    private static final String ALLOW =
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}\
            """;

    @TempDir static Path folder = Path.of("");
    private static ServicesNode node;
    private static IamClient iam;

    @BeforeAll
    static void open() throws Exception {
        node = new ServicesNode(folder);
        iam = node.client(IamClient.builder()).build();
    }

    @AfterAll
    static void close() throws Exception {
        node.close();
    }

    @Test
    void terraformsWayThroughARole() {
        iam.createRole(
                r ->
                        r.roleName("chain")
                                .assumeRolePolicyDocument(TRUST)
                                .tags(Tag.builder().key("k").value("v").build()));
        String policy =
                iam.createPolicy(r -> r.policyName("chain").policyDocument(ALLOW)).policy().arn();
        iam.putRolePolicy(r -> r.roleName("chain").policyName("inline").policyDocument(ALLOW));
        iam.attachRolePolicy(r -> r.roleName("chain").policyArn(policy));

        Role role = iam.getRole(r -> r.roleName("chain")).role();
        assertThat(role.createDate()).isBefore(Instant.now().plusSeconds(1));
        assertThat(role.tags()).hasSize(1);
        assertThat(iam.listRolePolicies(r -> r.roleName("chain")).policyNames())
                .containsExactly("inline");
        assertThat(iam.listAttachedRolePolicies(r -> r.roleName("chain")).attachedPolicies())
                .singleElement()
                .satisfies(each -> assertThat(each.policyArn()).isEqualTo(policy));
        assertThat(iam.listInstanceProfilesForRole(r -> r.roleName("chain")).instanceProfiles())
                .isEmpty();
        assertThat(iam.getPolicy(r -> r.policyArn(policy)).policy().attachmentCount()).isEqualTo(1);
        assertThat(iam.listPolicyVersions(r -> r.policyArn(policy)).versions()).hasSize(1);

        assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName("chain")))
                .isInstanceOf(DeleteConflictException.class);
        iam.detachRolePolicy(r -> r.roleName("chain").policyArn(policy));
        iam.deleteRolePolicy(r -> r.roleName("chain").policyName("inline"));
        iam.deletePolicy(r -> r.policyArn(policy));
        iam.deleteRole(r -> r.roleName("chain"));
        assertThatThrownBy(() -> iam.getRole(r -> r.roleName("chain")))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining("The role with name chain cannot be found.");
    }

    @Test
    void rejectionsAreTheSdksOwnExceptions() {
        iam.createRole(r -> r.roleName("twice").assumeRolePolicyDocument(TRUST));

        assertThatThrownBy(
                        () ->
                                iam.createRole(
                                        r -> r.roleName("twice").assumeRolePolicyDocument(TRUST)))
                .isInstanceOf(EntityAlreadyExistsException.class);
        assertThatThrownBy(
                        () -> iam.createRole(r -> r.roleName("x").assumeRolePolicyDocument("{}")))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }

    @Test
    void aUsersKeySignsUntilItIsDeleted() {
        iam.createUser(r -> r.userName("bob"));
        AccessKey key = iam.createAccessKey(r -> r.userName("bob")).accessKey();
        StsClient bob =
                node.client(
                                StsClient.builder(),
                                AwsBasicCredentials.create(
                                        key.accessKeyId(), key.secretAccessKey()))
                        .build();

        assertThat(bob.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::000000000000:user/bob");
        Credentials session = bob.getSessionToken().credentials();
        assertThat(caller(session).getCallerIdentity().arn())
                .isEqualTo("arn:aws:iam::000000000000:user/bob");

        assertThatThrownBy(caller(session)::getSessionToken)
                .hasMessageContaining("Cannot call GetSessionToken with session credentials");

        iam.deleteAccessKey(r -> r.userName("bob").accessKeyId(key.accessKeyId()));
        assertThatThrownBy(bob::getCallerIdentity).isInstanceOf(StsException.class);
    }

    @Test
    void anAssumedRoleSignsWithItsSessionToken() {
        iam.createRole(r -> r.roleName("assumed").assumeRolePolicyDocument(TRUST));
        StsClient sts = node.client(StsClient.builder()).build();

        Credentials session =
                sts.assumeRole(
                                r ->
                                        r.roleArn("arn:aws:iam::000000000000:role/assumed")
                                                .roleSessionName("me"))
                        .credentials();

        assertThat(caller(session).getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/assumed/me");
        AwsCredentials without =
                AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
        assertThatThrownBy(node.client(StsClient.builder(), without).build()::getCallerIdentity)
                .isInstanceOf(StsException.class);
        assertThatThrownBy(
                        () ->
                                sts.assumeRole(
                                        r ->
                                                r.roleArn("arn:aws:iam::000000000000:role/none")
                                                        .roleSessionName("me")))
                .isInstanceOfSatisfying(
                        StsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    }

    @Test
    void aFunctionsCredentialsAreItsRoles() {
        iam.createRole(r -> r.roleName("assumed-by-lambda").assumeRolePolicyDocument(TRUST));
        dev.gatehouse.identity.Credentials given =
                node.roleCredentials()
                        .assume(
                                Arn.parse("arn:aws:iam::000000000000:role/assumed-by-lambda")
                                        .orElseThrow(),
                                Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:fn")
                                        .orElseThrow());
        AwsCredentials keys =
                AwsSessionCredentials.create(
                        given.accessKeyId(), given.secretAccessKey(), given.sessionToken());

        assertThat(node.client(StsClient.builder(), keys).build().getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/assumed-by-lambda/fn");
    }

    @Test
    void policiesOfAwsAreListed() {
        assertThat(iam.listPoliciesPaginator(r -> r.scope("AWS")).policies().stream().count())
                .isGreaterThan(30);
        assertThat(iam.getUser().user().arn()).isEqualTo("arn:aws:iam::000000000000:root");
    }

    private static StsClient caller(Credentials session) {
        return node.client(
                        StsClient.builder(),
                        AwsSessionCredentials.create(
                                session.accessKeyId(),
                                session.secretAccessKey(),
                                session.sessionToken()))
                .build();
    }
}
