package dev.gatehouse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.kernel.Clock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** The whole order of a call, seen by the AWS SDK for Java. */
@Tag("node")
class ControlPlaneTest {
    private static final AwsCredentials ROOT = AwsBasicCredentials.create("test", "test");

    private static ControlPlaneFixture node;

    @BeforeAll
    static void open() throws Exception {
        node = new ControlPlaneFixture(Clock.SYSTEM);
    }

    @AfterAll
    static void close() throws Exception {
        node.close();
    }

    @Test
    void rootIsTheDefaultAccount() {
        GetCallerIdentityResponse identity =
                client(StsClient.builder(), ROOT).build().getCallerIdentity();
        assertThat(identity.account()).isEqualTo("000000000000");
        assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:root");
        assertThat(identity.responseMetadata().requestId()).hasSize(36);
    }

    @Test
    void aTwelveDigitKeyActsInItsOwnAccount() {
        AwsCredentials other = AwsBasicCredentials.create("111122223333", "test");
        assertThat(client(StsClient.builder(), other).build().getCallerIdentity().account())
                .isEqualTo("111122223333");
    }

    @Test
    void aMadeUpSessionTokenBesideTheWellKnownPairIsTolerated() {
        AwsCredentials session = AwsSessionCredentials.create("test", "test", "test");
        assertThat(client(StsClient.builder(), session).build().getCallerIdentity().account())
                .isEqualTo("000000000000");
    }

    @Test
    void aFormOfAMillionPartsIsRejectedAsAnyOther() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(node.endpoint())
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "a&".repeat(100_000) + "Action=GetCallerIdentity"))
                        .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("MissingAuthenticationToken");
    }

    @Test
    void theRegionIsTheSignatures() {
        CloudWatchLogsClient logs =
                client(CloudWatchLogsClient.builder(), ROOT).region(Region.EU_WEST_1).build();
        assertThat(logs.describeLogGroups().nextToken()).isEqualTo("eu-west-1");
    }

    @Test
    void theTwoServicesOfApiGatewayAreToldApart() {
        assertThat(client(ApiGatewayClient.builder(), ROOT).build().getRestApis().position())
                .isEqualTo("v1");
        assertThat(client(ApiGatewayV2Client.builder(), ROOT).build().getApis(_ -> {}).nextToken())
                .isEqualTo("v2");
    }

    @Test
    void anOperationMayBeOpenToAll() {
        StsClient sts =
                client(StsClient.builder(), ROOT)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build();
        String arn =
                sts.assumeRoleWithWebIdentity(
                                r ->
                                        r.roleArn("arn:aws:iam::000000000000:role/r1234567890")
                                                .roleSessionName("session")
                                                .webIdentityToken("token"))
                        .assumedRoleUser()
                        .arn();
        assertThat(arn).isEqualTo("anonymous");
    }

    @Test
    void aRejectionKeepsItsCodeStatusAndMessage() {
        LambdaClient lambda = client(LambdaClient.builder(), ROOT).build();
        rejected(() -> lambda.getFunction(r -> r.functionName("nope")))
                .is("ResourceNotFoundException", 404, "Function not found: us-east-1:nope");
    }

    @Test
    void anInputTheModelForbidsNeverReachesTheOperation() {
        LambdaClient lambda = client(LambdaClient.builder(), ROOT).build();
        rejected(() -> lambda.getFunction(r -> r.functionName("a b")))
                .is("ValidationException", 400, "1 validation error detected");
    }

    @Test
    void anOperationThatIsNotImplementedIsNamed() {
        LambdaClient lambda = client(LambdaClient.builder(), ROOT).build();
        assertThat(rejected(() -> lambda.getAccountSettings()).thrown)
                .hasMessageContaining("GetAccountSettings");
        StsClient sts = client(StsClient.builder(), ROOT).build();
        assertThat(rejected(() -> sts.getSessionToken()).thrown)
                .hasMessageContaining("GetSessionToken");
    }

    @Test
    void aServiceThatIsNotServedIsNamed() {
        IamClient iam = client(IamClient.builder(), ROOT).build();
        rejected(() -> iam.listUsers()).is("NotImplemented", 501, "does not serve iam");
    }

    @Test
    void aFaultTellsTheClientNothingButItsRequestId() {
        LambdaClient lambda = client(LambdaClient.builder(), ROOT).build();
        Rejected rejected = rejected(() -> lambda.invoke(r -> r.functionName("faulty")));
        rejected.is("InternalFailure", 500, "");
        assertThat(rejected.thrown.getMessage()).doesNotContain("hunter2");
        assertThat(rejected.thrown.requestId()).hasSize(36);
    }

    @Test
    void aStoreThatCannotBeUsedIsSaidByName() {
        LambdaClient lambda = client(LambdaClient.builder(), ROOT).build();
        rejected(() -> lambda.invoke(r -> r.functionName("away")))
                .is("ServiceUnavailableException", 503, "no space left in /data");
    }

    @Test
    void anUnknownKeyIsRejectedAsEachFamilyOfServicesDoes() {
        AwsCredentials nobody = AwsBasicCredentials.create("AKIANOBODY", "x");
        LambdaClient lambda = client(LambdaClient.builder(), nobody).build();
        String invalid = "The security token included in the request is invalid";
        rejected(() -> lambda.getFunction(r -> r.functionName("a")))
                .is("UnrecognizedClientException", 403, invalid);
        CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder(), nobody).build();
        rejected(() -> logs.describeLogGroups()).is("UnrecognizedClientException", 400, invalid);
        StsClient sts = client(StsClient.builder(), nobody).build();
        rejected(() -> sts.getCallerIdentity()).is("InvalidClientTokenId", 403, invalid);
        rejected(() -> s3(nobody, true).getObject(r -> r.bucket("b").key("k")))
                .is("InvalidAccessKeyId", 403, "does not exist in our records");
    }

    @Test
    void aWrongSecretIsRejectedAsEachFamilyOfServicesDoes() {
        AwsCredentials wrong = AwsBasicCredentials.create("test", "tset");
        LambdaClient lambda = client(LambdaClient.builder(), wrong).build();
        String mismatch = "The request signature we calculated does not match";
        rejected(() -> lambda.getFunction(r -> r.functionName("a")))
                .is("InvalidSignatureException", 403, mismatch);
        StsClient sts = client(StsClient.builder(), wrong).build();
        rejected(() -> sts.getCallerIdentity()).is("SignatureDoesNotMatch", 403, mismatch);
        rejected(() -> s3(wrong, true).getObject(r -> r.bucket("b").key("k")))
                .is("SignatureDoesNotMatch", 403, mismatch);
    }

    @Test
    void aCallWithoutSignatureIsRejectedAsEachFamilyOfServicesDoes() {
        LambdaClient lambda =
                client(LambdaClient.builder(), ROOT)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build();
        rejected(() -> lambda.getFunction(r -> r.functionName("a")))
                .is("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
        StsClient sts =
                client(StsClient.builder(), ROOT)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build();
        rejected(() -> sts.getCallerIdentity())
                .is("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
    }

    @Test
    void aClockThatIsAnHourOffIsRejected() throws Exception {
        Clock later =
                new Clock() {
                    @Override
                    public Instant now() {
                        return Clock.SYSTEM.now().plusSeconds(3_600);
                    }

                    @Override
                    public long nanoTime() {
                        return Clock.SYSTEM.nanoTime();
                    }
                };
        try (ControlPlaneFixture ahead = new ControlPlaneFixture(later)) {
            StsClient sts =
                    client(StsClient.builder(), ROOT).endpointOverride(ahead.endpoint()).build();
            rejected(() -> sts.getCallerIdentity())
                    .is("SignatureDoesNotMatch", 403, "Signature expired: ");
        }
    }

    @Test
    void s3TakesSignedChunksHashedAndUnsignedBodies() {
        byte[] body = new byte[300_000];
        Arrays.fill(body, (byte) 'x');
        for (boolean chunked : new boolean[] {true, false}) {
            String key = "a b/ü+" + chunked;
            s3(ROOT, chunked)
                    .putObject(r -> r.bucket("bucket").key(key), RequestBody.fromBytes(body));
            assertThat(node.object("bucket/" + key)).isEqualTo(body);
            byte[] read =
                    s3(ROOT, chunked)
                            .getObjectAsBytes(r -> r.bucket("bucket").key(key))
                            .asByteArray();
            assertThat(read).isEqualTo(body);
        }
    }

    @Test
    void aBodyAboveTheLimitIsRejectedInTheServicesWords() {
        LambdaClient lambda = client(LambdaClient.builder(), ROOT).build();
        SdkBytes large = SdkBytes.fromByteArray(new byte[1_100_000]);
        rejected(() -> lambda.invoke(r -> r.functionName("f").payload(large)))
                .is("RequestTooLargeException", 413, "larger");
    }

    @Test
    void theAuthorityIsTheOneTheClientAddressed() {
        LambdaClient lambda = client(LambdaClient.builder(), ROOT).build();
        assertThat(lambda.invoke(r -> r.functionName("f")).executedVersion())
                .isEqualTo("127.0.0.1:" + node.port());
    }

    private static S3Client s3(AwsCredentials credentials, boolean chunked) {
        return client(S3Client.builder(), credentials)
                .forcePathStyle(true)
                .serviceConfiguration(c -> c.chunkedEncodingEnabled(chunked))
                .build();
    }

    private static <B extends AwsClientBuilder<B, C>, C> B client(
            B builder, AwsCredentials credentials) {
        return builder.endpointOverride(node.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    }

    private static Rejected rejected(ThrowingCallable call) {
        return new Rejected(catchThrowableOfType(AwsServiceException.class, call));
    }

    private record Rejected(AwsServiceException thrown) {
        void is(String code, int status, String message) {
            assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(thrown.statusCode()).isEqualTo(status);
            assertThat(thrown.awsErrorDetails().errorMessage()).contains(message);
        }
    }
}
