package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;

/** Parameters and repositories: what deployment tools keep and look for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class ParameterStoreTest {
    private Path folder;
    private ServicesNode node;
    private SsmClient ssm;
    private EcrClient ecr;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        folder = data;
        node = new ServicesNode(data);
        ssm = node.client(SsmClient.builder()).build();
        ecr = node.client(EcrClient.builder()).build();
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @Test
    void aParameterHasVersionsAndLabels() {
        assertThat(put("/versions/a", "one").version()).isOne();
        rejected(
                () -> put("/versions/a", "two"),
                "ParameterAlreadyExists",
                "The parameter already exists. To overwrite this value, set the overwrite option in"
                        + " the request to true.");
        ssm.putParameter(r -> r.name("/versions/a").value("two").overwrite(true));
        ssm.labelParameterVersion(
                r -> r.name("/versions/a").parameterVersion(1L).labels("old", "1st", "awsome"));

        Parameter newest = ssm.getParameter(r -> r.name("/versions/a")).parameter();
        assertThat(newest.value()).isEqualTo("two");
        assertThat(newest.version()).isEqualTo(2);
        assertThat(newest.arn())
                .isEqualTo("arn:aws:ssm:us-east-1:000000000000:parameter/versions/a");
        assertThat(value("/versions/a:1")).isEqualTo("one");
        assertThat(value("/versions/a:old")).isEqualTo("one");
        assertThat(value(newest.arn() + ":1")).isEqualTo("one");
        rejected(
                () -> value("/versions/a:9"),
                "ParameterVersionNotFound",
                "Systems Manager could not find version 9 of /versions/a. Verify the version and"
                        + " try again.");
        assertThat(ssm.getParameterHistory(r -> r.name("/versions/a")).parameters())
                .extracting(ParameterHistory::value, ParameterHistory::labels)
                .containsExactly(tuple("one", List.of("old")), tuple("two", List.of()));
        assertThat(
                        ssm.unlabelParameterVersion(
                                        r ->
                                                r.name("/versions/a")
                                                        .parameterVersion(1L)
                                                        .labels("old", "none"))
                                .invalidLabels())
                .containsExactly("none");
        ssm.deleteParameter(r -> r.name("/versions/a"));
        assertThatThrownBy(() -> value("/versions/a"))
                .isInstanceOf(ParameterNotFoundException.class);
    }

    @Test
    void parametersAreFoundBelowPathsAndByFilters() {
        put("/tree/a", "a");
        put("/tree/b/c", "c");
        put("/treehouse", "no");

        assertThat(ssm.getParametersByPath(r -> r.path("/tree")).parameters())
                .map(Parameter::name)
                .containsExactly("/tree/a");
        assertThat(
                        ssm
                                .getParametersByPathPaginator(
                                        r -> r.path("/tree").recursive(true).maxResults(1))
                                .stream()
                                .flatMap(page -> page.parameters().stream())
                                .map(Parameter::name))
                .containsExactly("/tree/a", "/tree/b/c");
        assertThat(
                        ssm.describeParameters(
                                        r ->
                                                r.parameterFilters(
                                                        f ->
                                                                f.key("Name")
                                                                        .option("BeginsWith")
                                                                        .values("/tree")))
                                .parameters())
                .map(ParameterMetadata::name)
                .containsExactly("/tree/a", "/tree/b/c", "/treehouse");
        GetParametersResponse some =
                ssm.getParameters(r -> r.names("/tree/a", "/tree/none", "/tree/b/c:1"));
        assertThat(some.parameters()).map(Parameter::value).containsExactly("a", "c");
        assertThat(some.invalidParameters()).containsExactly("/tree/none");
        assertThat(ssm.deleteParameters(r -> r.names("/tree/a", "/none")).invalidParameters())
                .containsExactly("/none");
    }

    @Test
    void aSecureStringIsEncryptedAtRest() throws Exception {
        String secret = "a secret that no file has in the clear";
        ssm.putParameter(r -> r.name("/secure/a").value(secret).type(ParameterType.SECURE_STRING));

        assertThat(value("/secure/a")).isNotEqualTo(secret);
        assertThat(
                        ssm.getParameter(r -> r.name("/secure/a").withDecryption(true))
                                .parameter()
                                .value())
                .isEqualTo(secret);
        assertThat(
                        ssm.describeParameters(
                                        r ->
                                                r.parameterFilters(
                                                        f -> f.key("Type").values("SecureString")))
                                .parameters())
                .map(ParameterMetadata::keyId)
                .containsExactly("alias/aws/ssm");
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void rejectsWhatParametersCannotBe() {
        rejected(
                () -> put("aws-mine", "x"),
                "ValidationException",
                "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        rejected(
                () -> put("/aws/mine", "x"),
                "AccessDeniedException",
                "No access to reserved parameter name: /aws/mine.");
        rejected(
                () -> put("path/without/root", "x"),
                "ValidationException",
                "Parameter name must be a fully qualified name.");
        rejected(
                () -> ssm.putParameter(r -> r.name("typeless").value("x")),
                "ValidationException",
                "A parameter type is required when you create a parameter.");
        rejected(
                () ->
                        ssm.putParameter(
                                r ->
                                        r.name("patterned")
                                                .type("String")
                                                .value("b")
                                                .allowedPattern("^a$")),
                "ParameterPatternMismatchException",
                "Parameter value, cannot be validated against allowedPattern: ^a$");
        assertThatThrownBy(() -> put("long", "x".repeat(4097)))
                .hasMessageContaining("maximum parameter value of 4096 characters");
        assertThat(
                        ssm.putParameter(
                                        r ->
                                                r.name("longer")
                                                        .type("String")
                                                        .value("x".repeat(4097))
                                                        .tier(ParameterTier.INTELLIGENT_TIERING))
                                .tier())
                .isEqualTo(ParameterTier.ADVANCED);
        rejected(
                () -> ssm.putParameter(r -> r.name("keyed").type("String").value("x").keyId("k")),
                "ValidationException",
                "KeyId is required for SecureString");
    }

    @Test
    void policiesDecideByNamePathAndTag() {
        put("/allowed/a", "a");
        put("/denied/a", "a");
        ssm.addTagsToResource(
                r ->
                        r.resourceType(ResourceTypeForTagging.PARAMETER)
                                .resourceId("/denied/a")
                                .tags(t -> t.key("team").value("red")));
        SsmClient ann = node.client(SsmClient.builder(), user("ann")).build();

        assertThat(ann.getParameter(r -> r.name("/allowed/a")).parameter().value()).isEqualTo("a");
        assertThat(ann.getParametersByPath(r -> r.path("/allowed")).parameters()).hasSize(1);
        assertThatThrownBy(() -> ann.getParameters(r -> r.names("/allowed/a", "/denied/a")))
                .hasMessageContaining(
                        "is not authorized to perform: ssm:GetParameters on resource:"
                                + " arn:aws:ssm:us-east-1:000000000000:parameter/denied/a");
        assertThat(ann.deleteParameters(r -> r.names("/denied/a")).deletedParameters()).hasSize(1);
        assertThatThrownBy(() -> ann.deleteParameters(r -> r.names("/allowed/a")))
                .hasMessageContaining("ssm:DeleteParameters");
    }

    private AwsBasicCredentials user(String name) {
        try (IamClient iam = node.client(IamClient.builder()).build()) {
            iam.createUser(r -> r.userName(name));
            iam.putUserPolicy(
                    r ->
                            r.userName(name)
                                    .policyName("parameters")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": [
                                             {"Effect": "Allow", "Action": "ssm:Get*", "Resource":
                                              "arn:aws:ssm:us-east-1:000000000000:parameter/allowed*"},
                                             {"Effect": "Allow", "Action": "ssm:DeleteParameters",
                                              "Resource": "*", "Condition": {"StringEquals":
                                              {"aws:ResourceTag/team": "red"}}}]}\
                                            """));
            AccessKey key = iam.createAccessKey(r -> r.userName(name)).accessKey();
            return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        }
    }

    @Test
    void aRepositoryHasSettingsPoliciesAndTags() {
        String policy =
                """
                {"Version": "2012-10-17", "Statement": [{"Sid": "pull", "Effect": "Allow",
                 "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "ecr:BatchGetImage"}]}\
                """;
        String lifecycle =
                """
                {"rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType":
                 "sinceImagePushed", "countUnit": "days", "countNumber": 365}, "action":
                 {"type": "expire"}}]}\
                """;
        Repository made =
                ecr.createRepository(
                                r ->
                                        r.repositoryName("team/app")
                                                .imageTagMutability(ImageTagMutability.IMMUTABLE)
                                                .tags(t -> t.key("team").value("red")))
                        .repository();
        assertThat(made.repositoryUri())
                .isEqualTo("000000000000.dkr.ecr.us-east-1.amazonaws.com/team/app");
        assertThat(made.repositoryArn())
                .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/team/app");
        rejected(
                () -> ecr.createRepository(r -> r.repositoryName("team/app")),
                "RepositoryAlreadyExistsException",
                "The repository with name 'team/app' already exists in the registry with id"
                        + " '000000000000'");

        ecr.setRepositoryPolicy(r -> r.repositoryName("team/app").policyText(policy));
        ecr.putLifecyclePolicy(r -> r.repositoryName("team/app").lifecyclePolicyText(lifecycle));
        ecr.putImageScanningConfiguration(
                r ->
                        r.repositoryName("team/app")
                                .imageScanningConfiguration(c -> c.scanOnPush(true)));

        assertThat(ecr.getRepositoryPolicy(r -> r.repositoryName("team/app")).policyText())
                .isEqualTo(policy);
        assertThat(ecr.getLifecyclePolicy(r -> r.repositoryName("team/app")).lifecyclePolicyText())
                .isEqualTo(lifecycle);
        assertThat(
                        ecr.describeRepositories(r -> r.repositoryNames("team/app"))
                                .repositories()
                                .getFirst()
                                .imageScanningConfiguration()
                                .scanOnPush())
                .isTrue();
        assertThat(ecr.listTagsForResource(r -> r.resourceArn(made.repositoryArn())).tags())
                .hasSize(1);
        assertThat(ecr.getAuthorizationToken().authorizationData().getFirst().proxyEndpoint())
                .isEqualTo("https://000000000000.dkr.ecr.us-east-1.amazonaws.com");
        ecr.deleteRepository(r -> r.repositoryName("team/app"));
        rejected(
                () -> ecr.describeRepositories(r -> r.repositoryNames("team/app")),
                "RepositoryNotFoundException",
                "The repository with name 'team/app' does not exist in the registry with id"
                        + " '000000000000'");
    }

    private PutParameterResponse put(String name, String value) {
        return ssm.putParameter(r -> r.name(name).value(value).type(ParameterType.STRING));
    }

    private String value(String name) {
        return ssm.getParameter(r -> r.name(name)).parameter().value();
    }

    private static void rejected(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.awsErrorDetails().errorMessage()).startsWith(message);
                        });
    }
}
