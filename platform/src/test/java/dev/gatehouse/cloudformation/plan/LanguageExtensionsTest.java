package dev.gatehouse.cloudformation.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.stack.Exports;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The transform AWS::LanguageExtensions: loops, lengths, JSON texts, defaults of mappings. */
@Tag("unit")
final class LanguageExtensionsTest {
    private static final String TRANSFORM = "Transform: AWS::LanguageExtensions\n";

    @Test
    void aLoopMakesItsFragmentForEachItem() {
        Plan plan =
                plan(
                        """
                        Parameters:
                          Names: {Type: CommaDelimitedList, Default: 'Ada,Grace'}
                        Resources:
                          Fn::ForEach::Groups:
                            - Name
                            - !Ref Names
                            - Group${Name}:
                                Type: AWS::Logs::LogGroup
                                Properties:
                                  LogGroupName: !Sub '/${AWS::StackName}/${Name}'
                                  Tags: [{Key: who, Value: !Ref Name}]
                        Outputs:
                          Fn::ForEach::Arns:
                            - Name
                            - !Ref Names
                            - Arn${Name}: {Value: !GetAtt 'Group${Name}.Arn'}
                        """,
                        Map.of("Names", "Ada,Grace,Kay"));

        assertThat(plan.logicalIds())
                .containsExactlyInAnyOrder("GroupAda", "GroupGrace", "GroupKay");
        assertThat(properties(plan, "GroupKay").toString())
                .isEqualTo(
                        "{\"LogGroupName\":\"/app/Kay\",\"Tags\":[{\"Key\":\"who\",\"Value\":\"Kay\"}]}");
        assertThat(plan.template().section("Outputs").fieldNames())
                .toIterable()
                .containsExactly("ArnAda", "ArnGrace", "ArnKay");
    }

    @Test
    void loopsStandInLoopsAndInProperties() {
        Plan plan =
                plan(
                        """
                        Mappings:
                          Regions: {all: {names: [eu-west-1, us-east-1]}}
                        Resources:
                          Fn::ForEach::Outer:
                            - Region
                            - !FindInMap [Regions, all, names]
                            - Fn::ForEach::Inner:
                                - Kind
                                - [A, B]
                                - Group&{Region}${Kind}:
                                    Type: AWS::Logs::LogGroup
                                    Properties:
                                      LogGroupName: /${Region}/${Kind}
                        """,
                        Map.of());

        assertThat(plan.logicalIds())
                .containsExactlyInAnyOrder(
                        "Groupeuwest1A", "Groupeuwest1B", "Groupuseast1A", "Groupuseast1B");
        assertThat(properties(plan, "Groupeuwest1B").path("LogGroupName").asText())
                .isEqualTo("/eu-west-1/B");
    }

    @Test
    void conditionsLoopAndPoliciesAreDecidedByThem() {
        Plan plan =
                plan(
                        """
                        Parameters: {Stage: {Type: String}}
                        Conditions:
                          Fn::ForEach::Stages:
                            - S
                            - [dev, prod]
                            - Is${S}: !Equals [!Ref Stage, !Ref S]
                        Resources:
                          A:
                            Type: AWS::Logs::LogGroup
                            DeletionPolicy: !If [Isprod, Retain, Delete]
                          B:
                            Type: AWS::Logs::LogGroup
                            Condition: Isdev
                        """,
                        Map.of("Stage", "prod"));

        assertThat(plan.logicalIds()).containsExactly("A");
        assertThat(plan.order().getFirst().retention().onDelete()).isTrue();
    }

    @Test
    void lengthJsonTextAndDefaultsOfMappingsAreValues() {
        Plan plan =
                plan(
                        """
                        Parameters: {Names: {Type: CommaDelimitedList, Default: 'a,b,c'}}
                        Mappings: {M: {k: {v: '1'}}}
                        Resources:
                          A:
                            Type: AWS::SSM::Parameter
                            Properties:
                              Type: String
                              Name: !Join ['-', [n, !Length {Ref: Names}]]
                              Value:
                                Fn::ToJsonString: {stack: !Ref AWS::StackName, list: [1, true]}
                              Description:
                                Fn::FindInMap: [M, !Ref AWS::Region, v, {DefaultValue: !Sub '${AWS::Region}?'}]
                        """
                                .replace("!Length {Ref: Names}", "{'Fn::Length': {Ref: Names}}"),
                        Map.of());

        JsonNode properties = properties(plan, "A");
        assertThat(properties.path("Name").asText()).isEqualTo("n-3");
        assertThat(properties.path("Value").asText())
                .isEqualTo("{\"stack\":\"app\",\"list\":[1,true]}");
        assertThat(properties.path("Description").asText()).isEqualTo("us-east-1?");
    }

    @Test
    void samSeesWhatLoopsMade() {
        Plan plan =
                plan(
                        "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n",
                        """
                        Resources:
                          Fn::ForEach::Functions:
                            - Name
                            - [One, Two]
                            - ${Name}Function:
                                Type: AWS::Serverless::Function
                                Properties:
                                  Handler: ${Name}.handler
                                  Runtime: python3.13
                                  InlineCode: 'def handler(event, context): return "${Name}"'
                        """,
                        Map.of());

        assertThat(plan.logicalIds())
                .contains("OneFunction", "OneFunctionRole", "TwoFunction", "TwoFunctionRole");
        assertThat(plan.template().resources().get("TwoFunction").properties().path("Handler"))
                .hasToString("\"Two.handler\"");
    }

    @Test
    void whatCannotBeIsRejectedByName() {
        assertRejected("Fn::ForEach::L: [N, [a]]", "Fn::ForEach::L layout is incorrect");
        assertRejected(
                "Fn::ForEach::L: [N, [a, a], {'G${N}': {Type: 'AWS::Logs::LogGroup'}}]",
                "the key Ga is made twice");
        assertRejected(
                "Fn::ForEach::L: [N, a, {'G${N}': {Type: 'AWS::Logs::LogGroup'}}]",
                "the collection is not a list");
        assertRejected(
                "Fn::ForEach::L: [N, [{a: b}], {'G${N}': {Type: 'AWS::Logs::LogGroup'}}]",
                "the collection holds what is not a string");
        assertRejected(
                "Fn::ForEach::L: [N, !Ref Nothing, {'G${N}': {Type: 'AWS::Logs::LogGroup'}}]",
                "Unresolved resource dependencies [Nothing]");
    }

    @Test
    void withoutTheTransformItsFunctionsAreNotThere() {
        assertThatThrownBy(
                        () ->
                                Template.parse(
                                        "Resources: {Fn::ForEach::L: [N, [a], {G: {Type: T}}]}"))
                .hasMessageContaining("needs Transform: AWS::LanguageExtensions");
        assertThatThrownBy(
                        () ->
                                Template.parse(
                                        "Resources: {A: {Type: T, Properties: {X: {'Fn::Length':"
                                                + " [a]}}}}"))
                .hasMessageContaining("Fn::Length needs Transform");
    }

    @Test
    void loopsThatMakeMillionsAreRejectedBeforeTheyDo() {
        StringBuilder items100 = new StringBuilder("[");
        for (int number = 0; number < 100; number++) {
            items100.append(number).append(',');
        }
        items100.append("z]");
        String inner = "'G${A}x${B}x${C}x${D}': {Type: 'AWS::Logs::LogGroup'}";
        for (String name : List.of("D", "C", "B", "A")) {
            inner = "Fn::ForEach::L%s: [%s, %s, {%s}]".formatted(name, name, items100, inner);
        }
        assertRejected(inner, "too large once its loops are expanded");
    }

    private static void assertRejected(String resource, String reason) {
        assertThatThrownBy(() -> plan("Resources: {" + resource + "}\n", Map.of()))
                .hasMessageContaining(reason);
    }

    @Test
    @Timeout(300)
    void conditionsOfConditionsAreDecidedOnce() {
        StringBuilder conditions = new StringBuilder("Conditions:\n");
        for (int i = 0; i < 60; i++) {
            String next = "!Condition C" + (i + 1);
            conditions.append("  C%d: !And [%s, %s]\n".formatted(i, next, next));
        }
        conditions.append("  C60: !Equals [a, a]\n");
        Plan plan =
                plan(
                        conditions
                                + """
                                Resources:
                                  Group: {Type: AWS::Logs::LogGroup, Condition: C0}
                                  Names:
                                    Type: AWS::SSM::Parameter
                                    Properties: {Type: String, Value: !ToJsonString [a]}
                                """,
                        Map.of());

        assertThat(plan.logicalIds()).containsExactlyInAnyOrder("Group", "Names");
    }

    @Test
    @Timeout(300)
    void loopsThatMakeTooMuchTextAreRejected() {
        String item = "x".repeat(20_000);
        String text = "${Name}".repeat(20_000);
        assertThatThrownBy(
                        () ->
                                plan(
                                        """
                                        Resources:
                                          Fn::ForEach::Groups:
                                            - Name
                                            - [%s]
                                            - Group:
                                                Type: AWS::Logs::LogGroup
                                                Properties: {LogGroupName: '%s'}
                                        """
                                                .formatted(item, text),
                                        Map.of()))
                .isInstanceOf(ServiceException.class);
    }

    private static Plan plan(String template, Map<String, String> parameters) {
        return plan(TRANSFORM, template, parameters);
    }

    private static Plan plan(String transform, String template, Map<String, String> parameters) {
        Stack.Wanted wanted =
                new Stack.Wanted(transform + template, parameters, Map.of(), List.of(), null);
        return Plan.of(wanted, place(), Exports.NONE);
    }

    private static Place place() {
        CallerIdentity root = new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT);
        return Place.of(root, Stack.unborn(root, "app", Instant.EPOCH));
    }

    private static JsonNode properties(Plan plan, String id) {
        ResourceDeclaration declared =
                plan.order().stream()
                        .filter(each -> each.logicalId().equals(id))
                        .findFirst()
                        .orElseThrow();
        return new Intrinsics(plan.scope(place(), Map.of())).members(declared.properties());
    }
}
