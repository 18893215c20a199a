package dev.gatehouse.cloudtrail;

import dev.gatehouse.kernel.Arn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types by which CloudTrail names resources ("Resource types", those of CloudFormation). */
final class ResourceTypes {
    /** By the service, and by how what follows the account in an ARN begins. */
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("cloudformation:stack", "AWS::CloudFormation::Stack"),
                    Map.entry("cloudwatch:alarm", "AWS::CloudWatch::Alarm"),
                    Map.entry("dynamodb:table", "AWS::DynamoDB::Table"),
                    Map.entry("ecr:repository", "AWS::ECR::Repository"),
                    Map.entry("events:event-bus", "AWS::Events::EventBus"),
                    Map.entry("events:rule", "AWS::Events::Rule"),
                    Map.entry("iam:group", "AWS::IAM::Group"),
                    Map.entry("iam:instance-profile", "AWS::IAM::InstanceProfile"),
                    Map.entry("iam:policy", "AWS::IAM::Policy"),
                    Map.entry("iam:role", "AWS::IAM::Role"),
                    Map.entry("iam:user", "AWS::IAM::User"),
                    Map.entry("kinesis:stream", "AWS::Kinesis::Stream"),
                    Map.entry("kms:alias", "AWS::KMS::Alias"),
                    Map.entry("kms:key", "AWS::KMS::Key"),
                    Map.entry("lambda:event-source-mapping", "AWS::Lambda::EventSourceMapping"),
                    Map.entry("lambda:function", "AWS::Lambda::Function"),
                    Map.entry("lambda:layer", "AWS::Lambda::LayerVersion"),
                    Map.entry("logs:log-group", "AWS::Logs::LogGroup"),
                    Map.entry("scheduler:schedule", "AWS::Scheduler::Schedule"),
                    Map.entry("secretsmanager:secret", "AWS::SecretsManager::Secret"),
                    Map.entry("ssm:parameter", "AWS::SSM::Parameter"),
                    Map.entry("states:stateMachine", "AWS::StepFunctions::StateMachine"));

    /** By the first part of a path. */
    private static final Map<String, String> APIS =
            Map.of(
                    "apikeys", "AWS::ApiGateway::ApiKey",
                    "apis", "AWS::ApiGatewayV2::Api",
                    "clientcertificates", "AWS::ApiGateway::ClientCertificate",
                    "domainnames", "AWS::ApiGateway::DomainName",
                    "restapis", "AWS::ApiGateway::RestApi",
                    "usageplans", "AWS::ApiGateway::UsagePlan");

    private ResourceTypes() {}

    /** Null for one that has no type here. */
    static @Nullable String of(Arn arn) {
        return switch (arn.service()) {
            case "apigateway" -> APIS.get(arn.resource().replaceFirst("^/", "").split("/", 2)[0]);
            case "s3" -> arn.resource().contains("/") ? "AWS::S3::Object" : "AWS::S3::Bucket";
            case "sns" -> "AWS::SNS::Topic";
            case "sqs" -> "AWS::SQS::Queue";
            default -> TYPES.get(arn.service() + ':' + arn.resource().split("[:/]", 2)[0]);
        };
    }
}
