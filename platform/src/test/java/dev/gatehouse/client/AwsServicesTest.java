package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.lambda.InvocationRequest;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.aws.s3.GetObjectRequest;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.ControlPlaneFixture;
import dev.gatehouse.wire.message.Headers;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same calls in process and signed to an endpoint, which here is the same node: a caller need
 * not know which it is.
 */
@Tag("node")
class AwsServicesTest {
    private static final AssumableRole ISSUER =
            new AssumableRole(
                    Arn.global("iam", AccountId.DEFAULT, "role/deploy"), "AROA", "{}", 3_600);
    private static final Principal ROLE =
            Principal.roleSession(ISSUER, "session", Session.plain(ISSUER.issuer(), Instant.EPOCH));
    private static final CallerIdentity DEPLOYER =
            new CallerIdentity(ROLE, new Region("eu-west-1"));
    private static final AccessKey ROOT = new AccessKey("test", "test", null);

    private static ControlPlaneFixture node;
    private static AwsServices inProcess;
    private static AwsServices elsewhere;

    @BeforeAll
    static void open() throws Exception {
        node = new ControlPlaneFixture(Clock.SYSTEM);
        inProcess = services(Map.of());
        elsewhere =
                services(
                        Map.of(
                                "sts", node.endpoint(),
                                "logs", node.endpoint(),
                                "lambda", node.endpoint(),
                                "s3", node.endpoint(),
                                "sqs", URI.create("http://127.0.0.1:1")));
    }

    private static AwsServices services(Map<String, URI> endpoints) {
        NodeServices own = new NodeServices(node::plane, () -> "localhost:4566");
        return new AwsServices(own, Endpoints.of(endpoints), ROOT, Clock.SYSTEM);
    }

    @AfterAll
    static void close() throws Exception {
        elsewhere.close();
        inProcess.close();
        node.close();
    }

    @Test
    void actsInProcessAsThePrincipalItIsGiven() {
        assertThat(inProcess.as(DEPLOYER).call("sts", "GetCallerIdentity", Map.of()))
                .containsEntry("Account", "000000000000")
                .containsEntry("Arn", ROLE.arn())
                .containsEntry("UserId", ROLE.userId());
        assertThat(inProcess.as(DEPLOYER).call("logs", "DescribeLogGroups", Map.of()))
                .containsEntry("nextToken", "eu-west-1");
    }

    @Test
    void signsWhatLeavesTheNode() {
        assertThat(elsewhere.as(DEPLOYER).call("sts", "GetCallerIdentity", Map.of()))
                .containsEntry("Arn", "arn:aws:iam::000000000000:root");
        assertThat(elsewhere.as(DEPLOYER).call("logs", "DescribeLogGroups", Map.of()))
                .containsEntry("nextToken", "eu-west-1");
    }

    @Test
    void callsWithTypedViewsInBothPlaces() {
        byte[] payload = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        InvocationRequest input =
                InvocationRequest.builder().functionName("f").payload(payload).build();

        assertThat(inProcess.as(DEPLOYER).call(Lambda.INVOKE, input).payload()).isEqualTo(payload);
        assertThat(elsewhere.as(DEPLOYER).call(Lambda.INVOKE, input).payload()).isEqualTo(payload);
    }

    @Test
    void handsAPayloadOnInBothPlaces() throws Exception {
        AwsClient client = elsewhere.as(DEPLOYER);
        byte[] body = "an object".getBytes(StandardCharsets.UTF_8);
        client.call("s3", "PutObject", Map.of("Bucket", "b", "Key", "a b/ü+%.txt", "Body", body));
        GetObjectRequest input = GetObjectRequest.builder().bucket("b").key("a b/ü+%.txt").build();

        for (AwsServices services : new AwsServices[] {inProcess, elsewhere}) {
            try (InputStream read = payload(services.as(DEPLOYER), S3.GET_OBJECT, input)) {
                assertThat(read.readAllBytes()).isEqualTo(body);
            }
        }
    }

    private static InputStream payload(
            AwsClient client, Operation<GetObjectRequest, ?> operation, GetObjectRequest input) {
        return client.payload(operation.model(), input.data());
    }

    @Test
    void tellsServicesOfOneSigningNameApartByTheirModels() {
        assertThat(inProcess.as(DEPLOYER).call("apigateway", "GetRestApis", Map.of()))
                .containsEntry("position", "v1");
        assertThat(inProcess.as(DEPLOYER).call("apigatewayv2", "GetApis", Map.of()))
                .containsEntry("NextToken", "v2");
    }

    @Test
    void validatesAsACallFromOutsideWould() {
        rejected(inProcess, "lambda", "GetFunction", Map.of(), "ValidationException");
    }

    @Test
    void passesTheServicesErrorOnFromBothPlaces() {
        Map<String, String> input = Map.of("FunctionName", "f");
        rejected(inProcess, "lambda", "GetFunction", input, "ResourceNotFoundException");
        rejected(elsewhere, "lambda", "GetFunction", input, "ResourceNotFoundException");
    }

    @Test
    void rejectsAnAccountThatMayNotCallAlsoWhatIsElsewhere() {
        Principal nobody = Principal.anonymous(AccountId.DEFAULT);
        AwsClient client = elsewhere.as(new CallerIdentity(nobody, Region.DEFAULT));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> client.call("logs", "DescribeLogGroups", Map.of()))
                .matches(error -> error.code().equals("AccessDeniedException"));
    }

    @Test
    void namesTheSettingThatGivesAServiceAnEndpoint() {
        Map<String, String> queue = Map.of("QueueName", "q");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> inProcess.as(DEPLOYER).call("sqs", "CreateQueue", queue))
                .withMessage(
                        "The operation sqs:CreateQueue is not implemented by this node: start the"
                            + " node with --with sqs for one in memory, or --endpoint sqs=URL (the"
                            + " setting endpoint.sqs) names one");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> inProcess.as(DEPLOYER).call("lambda", "ListFunctions", Map.of()))
                .withMessage("The operation lambda:ListFunctions is not implemented");
    }

    @Test
    void namesAnEndpointThatIsNotThere() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(
                        () ->
                                elsewhere
                                        .as(DEPLOYER)
                                        .action(
                                                model("sqs"),
                                                "ListQueues",
                                                request("GET", "/", Headers.NONE, "{}")))
                .withMessage("The endpoint http://127.0.0.1:1 is not reachable");
    }

    @Test
    void sendsPathsAsTheyAreInBothPlaces() {
        AwsRequest invoke =
                request("POST", "/2015-03-31/functions/f/invocations", Headers.NONE, "[1]");
        for (AwsServices services : new AwsServices[] {inProcess, elsewhere}) {
            AwsResponse response = services.as(DEPLOYER).send("lambda", invoke);

            assertThat(response.status()).isEqualTo(200);
            assertThat(text(response)).isEqualTo("[1]");
        }
    }

    @Test
    void errorsOfPathsAreResponses() {
        AwsRequest get = request("GET", "/2015-03-31/functions/f", Headers.NONE, "");
        for (AwsServices services : new AwsServices[] {inProcess, elsewhere}) {
            AwsResponse response = services.as(DEPLOYER).send("lambda", get);

            assertThat(response.status()).isEqualTo(404);
            assertThat(response.headers().first("x-amzn-ErrorType"))
                    .isEqualTo("ResourceNotFoundException");
        }
    }

    @Test
    void sendsActionsInTheFormOfTheirProtocol() {
        for (AwsServices services : new AwsServices[] {inProcess, elsewhere}) {
            AwsClient client = services.as(DEPLOYER);
            AwsRequest json = request("GET", "/ignored", Headers.NONE, "{\"limit\":1}");
            AwsRequest form = request("GET", "/ignored", Headers.NONE, "");

            assertThat(text(client.action(model("logs"), "DescribeLogGroups", json)))
                    .isEqualTo("{\"nextToken\":\"eu-west-1\"}");
            assertThat(text(client.action(model("sts"), "GetCallerIdentity", form)))
                    .contains("<Account>000000000000</Account>");
        }
    }

    @Test
    void rejectsAnActionOfAServiceThatHasPaths() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(
                        () ->
                                inProcess
                                        .as(DEPLOYER)
                                        .action(
                                                model("lambda"),
                                                "Invoke",
                                                request("POST", "/", Headers.NONE, "")))
                .withMessage("The operations of lambda have paths, not actions");
    }

    private static ServiceModel model(String service) {
        return ServiceModel.load(service);
    }

    private static AwsRequest request(String method, String path, Headers headers, String body) {
        return new AwsRequest(method, path, "", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(AwsResponse response) {
        return new String(response.bytes(), StandardCharsets.UTF_8);
    }

    private static void rejected(
            AwsServices services,
            String service,
            String operation,
            Map<String, String> input,
            String code) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> services.as(DEPLOYER).call(service, operation, input))
                .extracting(ServiceException::code)
                .isEqualTo(code);
    }
}
