package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Statement;

/** What IAM says policies would allow is what they allow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class SimulationTest {
    private static final String OF_THE_TEAM =
            """
            {"Version": "2012-10-17", "Statement": [
             {"Effect": "Allow", "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::things/${aws:PrincipalTag/Team}/*",
              "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
             {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"}]}\
            """;
    private static final String RED = "arn:aws:s3:::things/red/a";

    private ServicesNode node;
    private IamClient iam;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ServicesNode(folder);
        iam = node.client(IamClient.builder()).build();
        iam.createUser(u -> u.userName("ann"));
        iam.putUserPolicy(p -> p.userName("ann").policyName("team").policyDocument(OF_THE_TEAM));
        iam.attachUserPolicy(
                p -> p.userName("ann").policyArn("arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @Test
    void tellsWhatAUserMayDoAndByWhichPolicy() {
        assertThat(
                        iam.simulatePrincipalPolicy(
                                        r ->
                                                r.policySourceArn(
                                                                "arn:aws:iam::000000000000:user/ann")
                                                        .actionNames(
                                                                "iam:GetUser",
                                                                "s3:DeleteObject",
                                                                "s3:PutObject"))
                                .evaluationResults())
                .extracting(
                        EvaluationResult::evalActionName,
                        EvaluationResult::evalResourceName,
                        EvaluationResult::evalDecision,
                        result ->
                                result.matchedStatements().stream()
                                        .map(Statement::sourcePolicyId)
                                        .toList()
                                        .toString())
                .containsExactly(
                        tuple(
                                "iam:GetUser",
                                "*",
                                PolicyEvaluationDecisionType.ALLOWED,
                                "[IAMReadOnlyAccess]"),
                        tuple(
                                "s3:DeleteObject",
                                "*",
                                PolicyEvaluationDecisionType.EXPLICIT_DENY,
                                "[team]"),
                        tuple(
                                "s3:PutObject",
                                "*",
                                PolicyEvaluationDecisionType.IMPLICIT_DENY,
                                "[]"));
    }

    @Test
    void namesTheContextThatWasNotGiven() {
        EvaluationResult without = read(null);
        assertThat(without.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
        assertThat(without.missingContextValues())
                .containsExactlyInAnyOrder("aws:SourceIp", "aws:PrincipalTag/Team");

        assertThat(read("red").evalDecision()).isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
        assertThat(read("red").missingContextValues()).isEmpty();
        assertThat(read("blue").evalDecision())
                .isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
        assertThat(
                        iam.getContextKeysForPrincipalPolicy(
                                        r ->
                                                r.policySourceArn(
                                                        "arn:aws:iam::000000000000:user/ann"))
                                .contextKeyNames())
                .contains("aws:SourceIp", "aws:PrincipalTag/Team");
    }

    @Test
    void valuesOfContextKeysHaveTheirType() {
        assertThatThrownBy(
                        () ->
                                iam.simulateCustomPolicy(
                                        r ->
                                                r.policyInputList(OF_THE_TEAM)
                                                        .actionNames("s3:GetObject")
                                                        .contextEntries(
                                                                e ->
                                                                        e.contextKeyName("aws:a")
                                                                                .contextKeyType(
                                                                                        ContextKeyTypeEnum
                                                                                                .NUMERIC)
                                                                                .contextKeyValues(
                                                                                        "many"))))
                .hasMessageContaining("Invalid value for context key aws:a of type numeric");
    }

    private EvaluationResult read(@Nullable String team) {
        return iam.simulateCustomPolicy(
                        r -> {
                            r.policyInputList(OF_THE_TEAM).actionNames("s3:GetObject");
                            r.resourceArns(RED);
                            if (team != null) {
                                r.contextEntries(
                                        e ->
                                                e.contextKeyName("aws:principaltag/team")
                                                        .contextKeyType(ContextKeyTypeEnum.STRING)
                                                        .contextKeyValues(team),
                                        e ->
                                                e.contextKeyName("aws:SourceIp")
                                                        .contextKeyType(ContextKeyTypeEnum.IP)
                                                        .contextKeyValues("10.1.2.3"));
                            }
                        })
                .evaluationResults()
                .getFirst();
    }

    @Test
    void aBoundaryBoundsWhatIsSimulated() {
        String everything =
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}";
        EvaluationResult result =
                iam.simulateCustomPolicy(
                                r ->
                                        r.policyInputList(everything)
                                                .permissionsBoundaryPolicyInputList(OF_THE_TEAM)
                                                .actionNames("iam:GetUser"))
                        .evaluationResults()
                        .getFirst();

        assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
        assertThat(result.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
                .isFalse();
        assertThatThrownBy(
                        () ->
                                iam.simulateCustomPolicy(
                                        r -> r.policyInputList("{}").actionNames("iam:GetUser")))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }
}
