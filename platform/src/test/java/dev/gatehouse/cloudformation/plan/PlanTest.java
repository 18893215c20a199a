package dev.gatehouse.cloudformation.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.stack.Exports;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class PlanTest {
    private static final Place PLACE =
            new Place(AccountId.DEFAULT, Region.DEFAULT, "shop", "arn:stack/shop/1");

    @Test
    void aConditionMayAskOneFurtherDownThatReadsAMapping() {
        String template =
                """
                Mappings: {Stages: {prod: {Keep: 'yes'}}}
                Conditions:
                  Keeps: !Not [!Condition Throws]
                  Throws: !Equals [!FindInMap [Stages, prod, Keep], 'no']
                Resources:
                  Kept: {Type: AWS::S3::Bucket, Condition: Keeps}
                  Thrown: {Type: AWS::S3::Bucket, Condition: Throws}
                """;

        assertThat(plan(template).order()).map(each -> each.logicalId()).containsExactly("Kept");
    }

    @Test
    void whatConditionsAndMappingsLeaveOutIsSaidBeforeAnythingIsMade() {
        String template =
                """
                Mappings: {Stages: {prod: {Keep: 'yes'}}}
                Conditions: {Never: !Equals [a, b]}
                Resources:
                  Absent: {Type: AWS::S3::Bucket, Condition: Never}
                  Taken:
                    Type: AWS::S3::Bucket
                    Properties: {BucketName: %s}
                """;

        assertThatThrownBy(() -> plan(template.formatted("!Ref Absent")))
                .hasMessage(
                        "Template format error: Unresolved resource dependencies [Absent] in the"
                                + " Resources block of the template");
        assertThatThrownBy(() -> plan(template.formatted("!FindInMap [Stages, dev, Keep]")))
                .hasMessageContaining("Template error: Unable to get mapping for");
        assertThat(
                        plan(template.formatted("!If [Never, !FindInMap [Stages, dev, Keep], b]"))
                                .order())
                .hasSize(1);
    }

    @Test
    void textsThatDoubleWithEveryFunctionAreRejected() {
        String doubled = "x".repeat(64);
        for (int depth = 0; depth < 24; depth++) {
            doubled = "{'Fn::Sub': ['${a}${a}', {a: " + doubled + "}]}";
        }
        Plan plan =
                plan(
                        "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: %s}}}"
                                .formatted(doubled));
        Intrinsics intrinsics = new Intrinsics(plan.scope(PLACE, Map.of()));

        assertThatThrownBy(() -> intrinsics.members(plan.order().getFirst().properties()))
                .hasMessageContaining("more than 1048576 characters");
    }

    private static Plan plan(String template) {
        Stack.Wanted nothing = Stack.Wanted.NOTHING;
        Stack.Wanted wanted =
                new Stack.Wanted(
                        template,
                        nothing.parameters(),
                        nothing.tags(),
                        nothing.capabilities(),
                        nothing.role());
        return Plan.of(wanted, PLACE, Exports.NONE);
    }
}
