package dev.gatehouse.cloudformation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cloudformation.policy.StackPolicy.Action;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stack policy lets an update do. */
@Tag("unit")
final class StackPolicyTest {

    @Test
    void wildcardsStandForAnything() {
        StackPolicy policy = denying("LogicalResourceId/Prod*Table?");
        assertThat(policy.objection(Action.MODIFY, "ProdUserTable1", "T")).isPresent();
        assertThat(policy.objection(Action.MODIFY, "ProdUserTable", "T")).isEmpty();
        assertThat(policy.objection(Action.MODIFY, "TestUserTable1", "T")).isEmpty();
    }

    @Test
    @Timeout(300)
    void manyWildcardsAreMatchedInTime() {
        StackPolicy policy = denying("LogicalResourceId/" + "*a".repeat(30) + "*b");
        assertThat(policy.objection(Action.MODIFY, "a".repeat(200), "T")).isEmpty();
    }

    private static StackPolicy denying(String resource) {
        return StackPolicy.parse(
                """
                {"Statement": [
                  {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
                  {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "%s"}]}
                """
                        .formatted(resource));
    }
}
