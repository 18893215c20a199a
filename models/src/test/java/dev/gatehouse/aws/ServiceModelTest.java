package dev.gatehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.lambda.CreateFunctionRequest;
import dev.gatehouse.aws.lambda.Environment;
import dev.gatehouse.aws.lambda.FunctionConfiguration;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.aws.s3.ListBucketsOutput;
import dev.gatehouse.aws.s3.S3;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ServiceModelTest {
    @Test
    void anOperationKnowsItsHttpBindingAndItsShapes() {
        OperationModel create = Lambda.CREATE_FUNCTION.model();

        assertThat(create.name()).isEqualTo("CreateFunction");
        assertThat(create.http())
                .isEqualTo(new OperationModel.Http("POST", "/2015-03-31/functions", 201));
        assertThat(create.input().name()).isEqualTo("CreateFunctionRequest");
        assertThat(create.errors()).extracting(Shape::name).contains("ResourceConflictException");
        assertThat(create.service().signingName()).isEqualTo("lambda");
    }

    @Test
    void aViewReadsWhatItsBuilderSet() {
        FunctionConfiguration configuration =
                FunctionConfiguration.builder()
                        .functionName("hello")
                        .memorySize(128)
                        .kmsKeyArn(null)
                        .build();

        assertThat(configuration.functionName()).isEqualTo("hello");
        assertThat(configuration.memorySize()).isEqualTo(128);
        assertThat(configuration.kmsKeyArn()).isNull();
        assertThat(configuration.toBuilder().memorySize(256).build().functionName())
                .isEqualTo("hello");
        assertThat(configuration)
                .isEqualTo(
                        FunctionConfiguration.builder()
                                .functionName("hello")
                                .memorySize(128)
                                .build());
    }

    @Test
    void aViewReachesIntoNestedStructuresAndLists() {
        CreateFunctionRequest request =
                CreateFunctionRequest.builder()
                        .functionName("hello")
                        .environment(Environment.builder().variables(Map.of("A", "b")).build())
                        .build();
        ListBucketsOutput buckets =
                S3.LIST_BUCKETS.output(
                        ListBucketsOutput.builder()
                                .buckets(
                                        List.of(
                                                dev.gatehouse.aws.s3.Bucket.builder()
                                                        .name("b1")
                                                        .build()))
                                .build()
                                .data());

        assertThat(request.environment()).extracting("variables").isEqualTo(Map.of("A", "b"));
        assertThat(buckets.buckets()).extracting("name").containsExactly("b1");
    }

    @Test
    void requiringAnAbsentMemberNamesIt() {
        CreateFunctionRequest request = CreateFunctionRequest.builder().build();

        assertThatThrownBy(request::functionName)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CreateFunctionRequest.FunctionName");
    }

    @Test
    void sensitiveMembersAreMaskedInText() {
        Environment environment = Environment.builder().variables(Map.of("KEY", "secret")).build();

        assertThat(environment.toString()).doesNotContain("secret").contains("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lambda",
                "apigateway",
                "apigatewayv2",
                "apigatewaymanagementapi",
                "iam",
                "sts",
                "logs",
                "cloudformation",
                "s3",
                "ssm",
                "ecr",
                "cloudwatch",
                "cognitoidp",
                "cognitoidentity",
                "sqs",
                "sns",
                "dynamodb",
                "events",
                "kinesis",
                "states"
            })
    void everyPatternOfAModelCompiles(String service) {
        for (Shape shape : ServiceModel.load(service).shapes()) {
            assertThatCode(() -> shape.constraints().matches("x"))
                    .as(shape.name())
                    .doesNotThrowAnyException();
        }
    }
}
