package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.Role;

/** A stack of groups, their members, instance profiles and identity providers. */
@Tag("node")
class IdentityStackTest {
    private static final String TEMPLATE =
            """
            Resources:
              Team:
                Type: AWS::IAM::Group
                Properties:
                  Path: '/%1$s/'
                  ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']
                  Policies:
                    - PolicyName: own
                      PolicyDocument:
                        Statement: {Effect: Allow, Action: 'sqs:%1$s', Resource: '*'}
              Other:
                Type: AWS::IAM::Group
              Shared:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyName: shared
                  Groups: [!Ref Team]
                  PolicyDocument:
                    Statement: {Effect: Allow, Action: 'sns:%1$s', Resource: '*'}
              Member:
                Type: AWS::IAM::User
                Properties:
                  Groups: [!Ref %2$s]
                  PermissionsBoundary: arn:aws:iam::aws:policy/ReadOnlyAccess
              Added:
                Type: AWS::IAM::User
              Addition:
                Type: AWS::IAM::UserToGroupAddition
                Properties:
                  GroupName: !Ref %2$s
                  Users: [!Ref Added]
              One:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      Effect: Allow
                      Action: sts:AssumeRole
                      Principal: {Service: ec2.amazonaws.com}
              Two:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      Effect: Allow
                      Action: sts:AssumeRole
                      Principal: {Service: ec2.amazonaws.com}
              OfRole:
                Type: AWS::IAM::RolePolicy
                Properties:
                  RoleName: !Ref %3$s
                  PolicyName: alone
                  PolicyDocument:
                    Statement: {Effect: Allow, Action: 'sqs:%1$s', Resource: '*'}
              OfUser:
                Type: AWS::IAM::UserPolicy
                Properties:
                  UserName: !Ref Member
                  PolicyName: alone
                  PolicyDocument:
                    Statement: {Effect: Allow, Action: 'sqs:%1$s', Resource: '*'}
              OfGroup:
                Type: AWS::IAM::GroupPolicy
                Properties:
                  GroupName: !Ref Other
                  PolicyName: 'alone-%1$s'
                  PolicyDocument:
                    Statement: {Effect: Allow, Action: 'sqs:%1$s', Resource: '*'}
              Profile:
                Type: AWS::IAM::InstanceProfile
                Properties: {Roles: [!Ref %3$s]}
              Provider:
                Type: AWS::IAM::OIDCProvider
                Properties:
                  Url: https://issuer.example.com
                  ClientIdList: ['%1$s', kept]
            Outputs:
              Team: {Value: !Ref Team}
              Member: {Value: !Ref Member}
              Added: {Value: !Ref Added}
              Profile: {Value: !Ref Profile}
              Provider: {Value: !GetAtt Provider.Arn}
              Role: {Value: !Ref %3$s}
              Other: {Value: !Ref Other}
              OfRole: {Value: !Ref OfRole}
            """;

    @Test
    void groupsMembersProfilesAndProvidersAreMadeChangedAndRemoved(@TempDir Path data) {
        try (Node started = LiveNode.start(data);
                IamClient iam = LiveNode.of(started).client(IamClient.builder())) {
            LiveStacks stacks = LiveStacks.of(LiveNode.of(started));
            stacks.created("identity", TEMPLATE.formatted("first", "Team", "One"));
            Map<String, String> made = LiveStacks.outputs(stacks.describe("identity"));
            assertState(iam, made, "first", 2);

            stacks.updated("identity", TEMPLATE.formatted("second", "Other", "Two"));
            assertState(iam, LiveStacks.outputs(stacks.describe("identity")), "second", 0);

            stacks.deleted("identity");
            assertThat(iam.listGroups().groups()).isEmpty();
            assertThat(iam.listUsers().users()).isEmpty();
            assertThat(iam.listInstanceProfiles().instanceProfiles()).isEmpty();
            assertThat(iam.listOpenIDConnectProviders().openIDConnectProviderList()).isEmpty();
        }
    }

    private static void assertState(
            IamClient iam, Map<String, String> made, String word, int members) {
        String team = made.get("Team");
        assertThat(iam.getGroup(r -> r.groupName(team)).group().path()).isEqualTo('/' + word + '/');
        assertThat(iam.getGroup(r -> r.groupName(team)).users()).hasSize(members);
        assertThat(iam.getGroupPolicy(r -> r.groupName(team).policyName("own")).policyDocument())
                .contains(word);
        assertThat(iam.getGroupPolicy(r -> r.groupName(team).policyName("shared")).policyDocument())
                .contains(word);
        for (String user : new String[] {made.get("Member"), made.get("Added")}) {
            assertThat(iam.listGroupsForUser(r -> r.userName(user)).groups())
                    .extracting(Group::groupName)
                    .hasSize(1);
        }
        assertThat(
                        iam.getUser(r -> r.userName(made.get("Member")))
                                .user()
                                .permissionsBoundary()
                                .permissionsBoundaryArn())
                .endsWith("ReadOnlyAccess");
        assertThat(made.get("OfRole")).isEqualTo("alone|" + made.get("Role"));
        assertThat(
                        iam.getRolePolicy(r -> r.roleName(made.get("Role")).policyName("alone"))
                                .policyDocument())
                .contains(word);
        assertThat(
                        iam.getUserPolicy(r -> r.userName(made.get("Member")).policyName("alone"))
                                .policyDocument())
                .contains(word);
        assertThat(iam.listGroupPolicies(r -> r.groupName(made.get("Other"))).policyNames())
                .containsExactly("alone-" + word);
        assertThat(
                        iam.getInstanceProfile(r -> r.instanceProfileName(made.get("Profile")))
                                .instanceProfile()
                                .roles())
                .extracting(Role::roleName)
                .containsExactly(made.get("Role"));
        assertThat(
                        iam.getOpenIDConnectProvider(
                                        r -> r.openIDConnectProviderArn(made.get("Provider")))
                                .clientIDList())
                .containsExactlyInAnyOrder(word, "kept");
    }
}
