package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Ways that give somebody more than was given: each has to be allowed by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class EscalationTest {
    private static final String ACCOUNT = "arn:aws:iam::000000000000:";
    private static final String EVERYTHING = allow("*", "*");

    private ServicesNode node;
    private IamClient root;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ServicesNode(folder);
        root = node.client(IamClient.builder()).build();
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @Test
    void nobodyEditsWhatGivesHimMore() {
        IamClient ann = iam(user("ann", allow("iam:Get*", "*")));
        String policy = policy("of-ann", allow("iam:Get*", "*"));
        root.attachUserPolicy(a -> a.userName("ann").policyArn(policy));
        root.createPolicyVersion(v -> v.policyArn(policy).policyDocument(EVERYTHING));
        role("admin", trusting("user/nobody"));
        root.createGroup(g -> g.groupName("admins"));
        user("other", null);

        List<ThrowingCallable> ways =
                List.of(
                        () ->
                                ann.createPolicyVersion(
                                        v ->
                                                v.policyArn(policy)
                                                        .policyDocument(EVERYTHING)
                                                        .setAsDefault(true)),
                        () -> ann.setDefaultPolicyVersion(v -> v.policyArn(policy).versionId("v2")),
                        () ->
                                ann.putUserPolicy(
                                        p ->
                                                p.userName("ann")
                                                        .policyName("p")
                                                        .policyDocument(EVERYTHING)),
                        () ->
                                ann.attachUserPolicy(
                                        a ->
                                                a.userName("ann")
                                                        .policyArn(
                                                                "arn:aws:iam::aws:policy/AdministratorAccess")),
                        () -> ann.addUserToGroup(a -> a.userName("ann").groupName("admins")),
                        () ->
                                ann.updateAssumeRolePolicy(
                                        u ->
                                                u.roleName("admin")
                                                        .policyDocument(trusting("user/ann"))),
                        () -> ann.createAccessKey(k -> k.userName("other")),
                        () -> ann.deleteUserPolicy(p -> p.userName("ann").policyName("p")));
        for (ThrowingCallable way : ways) {
            denied(way, "because no identity-based policy allows");
        }
        denied(ann::listUsers, "iam:ListUsers");
    }

    @Test
    void aVersionThatIsNotTheDefaultAllowsNothing() {
        IamClient bob = iam(user("bob", null));
        String policy = policy("of-bob", allow("iam:GetUser", "*"));
        root.attachUserPolicy(a -> a.userName("bob").policyArn(policy));
        root.createPolicyVersion(v -> v.policyArn(policy).policyDocument(EVERYTHING));

        denied(bob::listUsers, "iam:ListUsers");
        root.setDefaultPolicyVersion(v -> v.policyArn(policy).versionId("v2"));
        assertThat(bob.listUsers().users()).isNotEmpty();
        root.setDefaultPolicyVersion(v -> v.policyArn(policy).versionId("v1"));
        denied(bob::listUsers, "iam:ListUsers");
    }

    @Test
    void whoMayDoEverythingStaysWithinHisBoundary() {
        String boundary =
                policy(
                        "boundary",
                        """
                        {"Version": "2012-10-17", "Statement": [
                         {"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
                         {"Effect": "Deny", "Action": ["iam:Delete*Boundary", "iam:Put*Boundary",
                          "iam:CreatePolicyVersion"], "Resource": "*"}]}
                        """);
        AwsCredentials keys = user("cid", EVERYTHING);
        root.putUserPermissionsBoundary(b -> b.userName("cid").permissionsBoundary(boundary));
        IamClient cid = iam(keys);

        cid.putUserPolicy(p -> p.userName("cid").policyName("more").policyDocument(EVERYTHING));
        denied(
                () -> cid.deleteUserPermissionsBoundary(b -> b.userName("cid")),
                "with an explicit deny in a permissions boundary");
        denied(
                () ->
                        cid.createPolicyVersion(
                                v ->
                                        v.policyArn(boundary)
                                                .policyDocument(EVERYTHING)
                                                .setAsDefault(true)),
                "with an explicit deny in a permissions boundary");
        StsClient sts = node.client(StsClient.builder(), keys).build();
        denied(
                () -> sts.getFederationToken(f -> f.name("cid").policy(EVERYTHING)),
                "because no permissions boundary allows the sts:GetFederationToken action");
    }

    @Test
    void aTrustPolicyCountsAsItIsNow() {
        AwsCredentials keys = user("dan", allow("sts:AssumeRole", "*"));
        StsClient dan = node.client(StsClient.builder(), keys).build();
        role("trusting", trusting("user/nobody"));
        ThrowingCallable assume =
                () ->
                        dan.assumeRole(
                                r -> r.roleArn(ACCOUNT + "role/trusting").roleSessionName("dan"));

        denied(assume, "is not authorized to perform: sts:AssumeRole");
        root.updateAssumeRolePolicy(
                u -> u.roleName("trusting").policyDocument(trusting("user/dan")));
        assertThat(
                        dan.assumeRole(
                                        r ->
                                                r.roleArn(ACCOUNT + "role/trusting")
                                                        .roleSessionName("dan"))
                                .credentials())
                .isNotNull();
        root.updateAssumeRolePolicy(
                u -> u.roleName("trusting").policyDocument(trusting("user/nobody")));
        denied(assume, "is not authorized to perform: sts:AssumeRole");
    }

    @Test
    void aSessionsPolicyNarrowsAndNeverWidens() {
        AwsCredentials keys = user("eva", allow("sts:AssumeRole", "*"));
        role("narrow", trusting("user/eva"));
        root.putRolePolicy(
                p ->
                        p.roleName("narrow")
                                .policyName("p")
                                .policyDocument(allow("iam:GetUser", "*")));
        Credentials session =
                node.client(StsClient.builder(), keys)
                        .build()
                        .assumeRole(
                                r ->
                                        r.roleArn(ACCOUNT + "role/narrow")
                                                .roleSessionName("eva")
                                                .policy(EVERYTHING))
                        .credentials();
        IamClient narrowed =
                iam(
                        AwsSessionCredentials.create(
                                session.accessKeyId(),
                                session.secretAccessKey(),
                                session.sessionToken()));

        assertThat(narrowed.getUser(u -> u.userName("eva")).user().userName()).isEqualTo("eva");
        denied(narrowed::listUsers, "iam:ListUsers");
    }

    @Test
    void whatIsAllowedOnOneNameIsNotOnAnother() {
        IamClient fay = iam(user("fay", allow("iam:TagRole", ACCOUNT + "role/team/*")));
        root.createRole(
                r ->
                        r.roleName("teammate")
                                .path("/team/")
                                .assumeRolePolicyDocument(trusting("user/nobody")));
        role("Team", trusting("user/nobody"));

        fay.tagRole(t -> t.roleName("teammate").tags(tag -> tag.key("a").value("b")));
        denied(
                () -> fay.tagRole(t -> t.roleName("Team").tags(tag -> tag.key("a").value("b"))),
                "iam:TagRole on resource: " + ACCOUNT + "role/Team");
    }

    /** Else who may not tag roles could give one the tag that opens something. */
    @Test
    void thoseWhoMayNotTagRolesMakeNoneWithTags() {
        IamClient gil = iam(user("gil", allow("iam:CreateRole", "*")));
        gil.createRole(r -> r.roleName("plain").assumeRolePolicyDocument(trusting("user/fay")));
        denied(
                () ->
                        gil.createRole(
                                r ->
                                        r.roleName("tagged")
                                                .assumeRolePolicyDocument(trusting("user/fay"))
                                                .tags(tag -> tag.key("a").value("b"))),
                "iam:TagRole on resource: " + ACCOUNT + "role/tagged");
    }

    private AwsCredentials user(String name, @Nullable String policy) {
        root.createUser(u -> u.userName(name));
        if (policy != null) {
            root.putUserPolicy(p -> p.userName(name).policyName("p").policyDocument(policy));
        }
        AccessKey key = root.createAccessKey(k -> k.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private String policy(String name, String document) {
        return root.createPolicy(p -> p.policyName(name).policyDocument(document)).policy().arn();
    }

    private void role(String name, String trust) {
        root.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust));
    }

    private IamClient iam(AwsCredentials keys) {
        return node.client(IamClient.builder(), keys).build();
    }

    private static String trusting(String principal) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "%s"}}}\
        """
                .formatted(ACCOUNT + principal);
    }

    private static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "%s",
         "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }

    private static void denied(ThrowingCallable call, String says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                            assertThat(e.awsErrorDetails().errorMessage()).contains(says);
                        });
    }
}
