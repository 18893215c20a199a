package dev.gatehouse.cloudformation.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.stack.Exports;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.template.TemplateReader;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever stands where in a template: it is taken, or rejected as the caller's mistake. */
@Tag("unit")
@Timeout(120)
final class MutatedTemplatesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int ROUNDS = Integer.getInteger("mutations", 1500);

    private static final List<String> TEMPLATES =
            List.of(
                    """
                    Parameters:
                      Days: {Type: Number, Default: 7, MinValue: 1, AllowedValues: [7, 14]}
                      Names: {Type: CommaDelimitedList, Default: 'a,b', Description: d}
                    Mappings: {M: {us-east-1: {v: one}}}
                    Conditions:
                      Always: !Equals [a, a]
                      Both: !And [!Condition Always, !Not [!Equals [!Ref Days, '8']]]
                    Rules:
                      R: {RuleCondition: !Equals [a, a], Assertions: [{Assert: !Contains [[a], a], AssertDescription: x}]}
                    Resources:
                      A:
                        Type: AWS::Logs::LogGroup
                        Condition: Both
                        DeletionPolicy: Retain
                        UpdateReplacePolicy: Delete
                        Metadata: {a: b}
                        Properties:
                          LogGroupName: !Sub ['/${AWS::StackName}/${x}', {x: !Select [0, !Ref Names]}]
                          RetentionInDays: !If [Always, !Ref Days, !Ref AWS::NoValue]
                          Tags: [{Key: a, Value: !FindInMap [M, !Ref AWS::Region, v]}]
                      B:
                        Type: AWS::SSM::Parameter
                        DependsOn: [A]
                        Properties: {Type: String, Value: !Join [',', !Split [';', 'a;b']], Name: !GetAtt A.Arn}
                    Outputs:
                      O: {Value: !GetAtt A.Arn, Description: d, Condition: Both, Export: {Name: !Sub '${AWS::StackName}-o'}}
                    """,
                    """
                    Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
                    Globals: {Function: {Timeout: 3, Environment: {Variables: {A: b}}}, Api: {Cors: "'*'"}}
                    Resources:
                      Fn::ForEach::F:
                        - N
                        - [One, Two]
                        - ${N}F:
                            Type: AWS::Serverless::Function
                            Properties:
                              Runtime: python3.13
                              Handler: a.b
                              InlineCode: x
                              Policies: [{SQSPollerPolicy: {QueueName: q}}, AWSLambdaBasicExecutionRole]
                              Tags: {a: b}
                              Events:
                                Get: {Type: Api, Properties: {Path: '/${N}', Method: get}}
                                Http: {Type: HttpApi, Properties: {Path: '/${N}', Method: get}}
                      Table: {Type: AWS::Serverless::SimpleTable}
                      P:
                        Type: AWS::SSM::Parameter
                        Properties: {Type: String, Value: {'Fn::ToJsonString': {a: {'Fn::Length': [1, 2]}}}}
                    """);

    @Test
    void aMutatedTemplateIsTakenOrRejected() {
        Random random = new Random(20_261_130);
        List<String> leaks = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode template =
                    TemplateReader.read(TEMPLATES.get(round % TEMPLATES.size())).deepCopy();
            for (int times = random.nextInt(3); times >= 0; times--) {
                mutate(template, random);
            }
            String text = template.toString();
            try {
                plan(text);
            } catch (ServiceException rejection) {
                assertThat(rejection.code()).as(text).isEqualTo("ValidationError");
            } catch (RuntimeException | StackOverflowError leak) {
                leaks.add(
                        leak
                                + " at "
                                + leak.getStackTrace()[0]
                                + " "
                                + leak.getStackTrace()[1]
                                + "\n"
                                + text);
            }
        }
        if (!leaks.isEmpty()) {
            fail(
                    leaks.size()
                            + " leaks\n"
                            + String.join("\n\n", leaks.subList(0, Math.min(12, leaks.size()))));
        }
    }

    @Test
    void circlesAndDepthAreRejectedAtOnce() {
        assertRejected(
                "{\"Conditions\": {\"A\": {\"Condition\": \"B\"}, \"B\": {\"Condition\": \"A\"}},"
                    + " \"Resources\": {\"R\": {\"Type\": \"AWS::Logs::LogGroup\", \"Condition\":"
                    + " \"A\"}}}");
        StringBuilder deep = new StringBuilder();
        deep.append("{\"Resources\": {\"R\": {\"Type\": \"AWS::Logs::LogGroup\", \"Metadata\": ");
        deep.append("[".repeat(5000)).append("]".repeat(5000)).append("}}}");
        assertRejected(deep.toString());
    }

    @Test
    void definitionsOfSamThatAreNoMapsAreTakenOrRejected() {
        for (String method :
                List.of("", "text", "[a]", "{x-amazon-apigateway-integration: text}")) {
            String template =
                    """
                    Transform: AWS::Serverless-2016-10-31
                    Resources:
                      Api:
                        Type: AWS::Serverless::Api
                        Properties:
                          StageName: live
                          DefinitionBody:
                            openapi: 3.0.1
                            info: {title: t, version: '1'}
                            paths: {/x: {get: %s}}
                      F:
                        Type: AWS::Serverless::Function
                        Properties:
                          Runtime: python3.13
                          Handler: a.b
                          InlineCode: x
                          Events:
                            E: {Type: Api, Properties: {Path: /x, Method: get, RestApiId: !Ref Api}}
                    """
                            .formatted(method);
            try {
                plan(template);
            } catch (ServiceException rejection) {
                assertThat(rejection.code()).isEqualTo("ValidationError");
            }
        }
    }

    private static void assertRejected(String text) {
        try {
            plan(text);
            fail("taken");
        } catch (ServiceException rejection) {
            assertThat(rejection.code()).isEqualTo("ValidationError");
        }
    }

    private static void plan(String text) {
        CallerIdentity root = new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT);
        Place place = Place.of(root, Stack.unborn(root, "app", Instant.EPOCH));
        Plan.of(new Stack.Wanted(text, Map.of(), Map.of(), List.of(), null), place, Exports.NONE);
    }

    private static void mutate(ObjectNode root, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object -> {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                if (names.isEmpty() || random.nextInt(8) == 0) {
                    object.set(random.nextBoolean() ? "Ref" : "Fn::If", junk(random));
                } else if (random.nextInt(6) == 0) {
                    object.remove(names.get(random.nextInt(names.size())));
                } else {
                    object.set(names.get(random.nextInt(names.size())), junk(random));
                }
            }
            case ArrayNode list when !list.isEmpty() ->
                    list.set(random.nextInt(list.size()), junk(random));
            case ArrayNode list -> list.add(junk(random));
            default -> throw new IllegalStateException();
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode junk(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.numberNode(-1);
            case 2 -> JSON.numberNode(1e300);
            case 3 -> JSON.booleanNode(true);
            case 4 -> JSON.arrayNode();
            case 5 -> JSON.objectNode();
            case 6 -> JSON.textNode("");
            case 7 -> JSON.textNode("${${}${!}${a.b.c}{{resolve:ssm:x}}");
            case 8 -> JSON.arrayNode().add(JSON.objectNode().put("Ref", "A"));
            case 9 -> JSON.objectNode().put("Ref", "Nothing");
            case 10 -> JSON.objectNode().set("Fn::GetAtt", JSON.textNode("A"));
            case 11 -> JSON.objectNode().set("Fn::If", JSON.arrayNode().add("Always"));
            case 12 -> JSON.objectNode().set("Fn::Join", JSON.objectNode());
            case 13 -> JSON.objectNode().set("Fn::Select", JSON.arrayNode().add("x").add("y"));
            case 14 -> JSON.objectNode().set("Fn::Sub", JSON.arrayNode().add(1));
            default -> JSON.objectNode().set("Fn::ForEach::X", JSON.arrayNode().add(1));
        };
    }
}
