package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.model.PolicyJson;
import dev.gatehouse.lambda.model.PolicyStatement;
import dev.gatehouse.lambda.model.PolicyStatement.PolicyConditions;
import dev.gatehouse.lambda.plan.EventHandling;
import dev.gatehouse.lambda.plan.FunctionPlan;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class ResourcePolicyTest {
    private static final Arn FUNCTION =
            Arn.of("lambda", Region.DEFAULT, AccountId.DEFAULT, "function:f");
    private static final InvocationSource.ServicePrincipal GATEWAY =
            new InvocationSource.ServicePrincipal(
                    "apigateway.amazonaws.com",
                    "arn:aws:execute-api:us-east-1:000000000000:abc/prod/GET/notes/1",
                    "000000000000");

    /** A statement as AddPermission makes it; null for what is not given. */
    private record FunctionPermission(
            String qualifier, String principal, String action, String sourceArn, String account) {}

    private static boolean allows(FunctionPermission statement, String qualifier) {
        Policy policy = Policy.of(document(statement));
        String key = statement.qualifier() == null ? "" : statement.qualifier();
        FunctionPlan plan =
                new FunctionPlan(
                        FUNCTION,
                        Map.of(),
                        Map.of(),
                        Map.of(key, policy),
                        Map.of(),
                        OptionalInt.empty(),
                        List.of(),
                        EventHandling.DEFAULT);
        return ResourcePolicy.allows(plan, qualifier, GATEWAY);
    }

    private static String document(FunctionPermission statement) {
        PolicyStatement stored =
                new PolicyStatement(
                        "s",
                        statement.action(),
                        statement.principal(),
                        new PolicyConditions(
                                statement.sourceArn(),
                                statement.account(),
                                null,
                                null,
                                null,
                                null));
        String resource =
                "function:f" + (statement.qualifier() == null ? "" : ":" + statement.qualifier());
        return PolicyJson.policy(
                ResourcePolicyTest.policyOf(stored),
                Arn.of("lambda", Region.DEFAULT, AccountId.DEFAULT, resource));
    }

    private static dev.gatehouse.lambda.model.ResourcePolicy policyOf(PolicyStatement statement) {
        return dev.gatehouse.lambda.model.ResourcePolicy.empty().with(statement);
    }

    private static FunctionPermission from(String pattern) {
        return new FunctionPermission(
                null, "apigateway.amazonaws.com", "lambda:InvokeFunction", pattern, null);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:execute-api:us-east-1:000000000000:abc/*/*, true",
        "arn:aws:execute-api:us-east-1:000000000000:abc/*/GET/notes/*, true",
        "arn:aws:execute-api:*:*:abc/prod/GET/notes/?, true",
        "arn:aws:execute-api:us-east-1:000000000000:other/*, false",
        "arn:aws:execute-api:us-east-1:000000000000:abc/*/POST/*, false",
        "arn:aws:*:abc/*, false"
    })
    void theSourceMustMatchPartByPart(String pattern, boolean allowed) {
        assertThat(allows(from(pattern), null)).isEqualTo(allowed);
    }

    @Test
    void aStatementHoldsForTheQualifierItIsAttachedTo() {
        FunctionPermission live =
                new FunctionPermission("live", "apigateway.amazonaws.com", "lambda:*", null, null);
        assertThat(allows(live, "live")).isTrue();
        assertThat(allows(live, null)).isFalse();
        assertThat(allows(from(null), "live")).isFalse();
    }

    @Test
    void anotherServiceIsNotAllowed() {
        assertThat(
                        allows(
                                new FunctionPermission(
                                        null,
                                        "sns.amazonaws.com",
                                        "lambda:InvokeFunction",
                                        null,
                                        null),
                                null))
                .isFalse();
    }

    @Test
    void theSourcesAccountMustBeTheNamedOne() {
        assertThat(
                        allows(
                                new FunctionPermission(
                                        null,
                                        "apigateway.amazonaws.com",
                                        "lambda:InvokeFunction",
                                        null,
                                        "111111111111"),
                                null))
                .isFalse();
    }
}
