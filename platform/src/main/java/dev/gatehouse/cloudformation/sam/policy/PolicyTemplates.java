package dev.gatehouse.cloudformation.sam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;

/** SAM's policy templates: a name and parameters that stand for statements. */
public final class PolicyTemplates {
    private static final String S3 = "arn:${AWS::Partition}:s3:::${Name}";
    private static final String TABLE =
            "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Name}";

    private static final List<String> S3_READ =
            List.of(
                    "s3:GetObject",
                    "s3:ListBucket",
                    "s3:GetBucketLocation",
                    "s3:GetObjectVersion",
                    "s3:GetLifecycleConfiguration");

    private static final List<String> S3_CRUD =
            List.of(
                    "s3:GetObject",
                    "s3:ListBucket",
                    "s3:GetBucketLocation",
                    "s3:GetObjectVersion",
                    "s3:PutObject",
                    "s3:PutObjectAcl",
                    "s3:GetLifecycleConfiguration",
                    "s3:PutLifecycleConfiguration",
                    "s3:DeleteObject");

    private static final List<String> DYNAMODB_READ =
            List.of(
                    "dynamodb:GetItem",
                    "dynamodb:Scan",
                    "dynamodb:Query",
                    "dynamodb:BatchGetItem",
                    "dynamodb:DescribeTable");

    private static final List<String> DYNAMODB_CRUD =
            List.of(
                    "dynamodb:GetItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:PutItem",
                    "dynamodb:Scan",
                    "dynamodb:Query",
                    "dynamodb:UpdateItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:BatchGetItem",
                    "dynamodb:DescribeTable",
                    "dynamodb:ConditionCheckItem");

    private static final Map<String, PolicyTemplate> TEMPLATES =
            Map.ofEntries(
                    Map.entry(
                            "S3ReadPolicy",
                            new PolicyTemplate("BucketName", S3_READ, List.of(S3, S3 + "/*"))),
                    Map.entry(
                            "S3CrudPolicy",
                            new PolicyTemplate("BucketName", S3_CRUD, List.of(S3, S3 + "/*"))),
                    Map.entry(
                            "S3WritePolicy",
                            new PolicyTemplate(
                                    "BucketName",
                                    List.of(
                                            "s3:PutObject",
                                            "s3:PutObjectAcl",
                                            "s3:PutLifecycleConfiguration"),
                                    List.of(S3, S3 + "/*"))),
                    Map.entry(
                            "DynamoDBReadPolicy",
                            new PolicyTemplate(
                                    "TableName",
                                    DYNAMODB_READ,
                                    List.of(TABLE, TABLE + "/index/*"))),
                    Map.entry(
                            "DynamoDBCrudPolicy",
                            new PolicyTemplate(
                                    "TableName",
                                    DYNAMODB_CRUD,
                                    List.of(TABLE, TABLE + "/index/*"))),
                    Map.entry(
                            "LambdaInvokePolicy",
                            new PolicyTemplate(
                                    "FunctionName",
                                    List.of("lambda:InvokeFunction"),
                                    List.of(
                                            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Name}*"))),
                    Map.entry(
                            "SQSSendMessagePolicy",
                            new PolicyTemplate(
                                    "QueueName",
                                    List.of("sqs:SendMessage*"),
                                    List.of(
                                            "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}"))),
                    Map.entry(
                            "SNSPublishMessagePolicy",
                            new PolicyTemplate(
                                    "TopicName",
                                    List.of("sns:Publish"),
                                    List.of(
                                            "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${Name}"))),
                    Map.entry(
                            "SSMParameterReadPolicy",
                            new PolicyTemplate(
                                    "ParameterName",
                                    List.of(
                                            "ssm:GetParameters",
                                            "ssm:GetParameter",
                                            "ssm:GetParametersByPath"),
                                    List.of(
                                            "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${Name}"))));

    private PolicyTemplates() {}

    /**
     * A template's use.
     *
     * @param document the policy document it stands for
     */
    public record Use(String name, String parameter, ObjectNode document) {}

    /** What an entry such as {@code S3ReadPolicy: {BucketName: …}} stands for. */
    public static Use use(String function, JsonNode entry) {
        String name = entry.isObject() && entry.size() == 1 ? entry.fieldNames().next() : "";
        PolicyTemplate template = TEMPLATES.get(name);
        if (template == null) {
            throw TemplateErrors.of(
                    "Resource %s: the policy template %s is not supported",
                    function, name.isEmpty() ? entry.toString() : name);
        }
        JsonNode argument = entry.get(name).path(template.parameter());
        if (argument.isMissingNode()) {
            throw TemplateErrors.of(
                    "Resource %s: %s needs the parameter %s", function, name, template.parameter());
        }
        return new Use(name, template.parameter(), document(template.statement(argument)));
    }

    /** The policy document of one statement. */
    public static ObjectNode document(ObjectNode statement) {
        ObjectNode document = Json.object().put("Version", "2012-10-17");
        document.set("Statement", Json.list().add(statement));
        return document;
    }

    /**
     * @param parameter the one parameter that names the resource
     * @param actions what is allowed
     * @param resources ARNs in Fn::Sub form, with ${Name} for the parameter
     */
    private record PolicyTemplate(String parameter, List<String> actions, List<String> resources) {
        ObjectNode statement(JsonNode argument) {
            ObjectNode statement = Json.object().put("Effect", "Allow");
            ArrayNode allowed = Json.list();
            actions.forEach(allowed::add);
            statement.set("Action", allowed);
            ArrayNode arns = Json.list();
            for (String resource : resources) {
                ObjectNode variables = Json.object();
                variables.set("Name", argument);
                ObjectNode arn = Json.object();
                arn.set("Fn::Sub", Json.list().add(resource).add(variables));
                arns.add(arn);
            }
            statement.set("Resource", arns);
            return statement;
        }
    }
}
