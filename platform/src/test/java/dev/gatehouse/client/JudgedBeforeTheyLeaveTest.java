package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.wire.Authenticator;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.ServiceDirectory;
import dev.gatehouse.wire.access.PolicyAuthorizer;
import dev.gatehouse.wire.access.PolicyAuthorizer.Mode;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.access.Trail;
import dev.gatehouse.wire.message.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What leaves the node is signed with its key, so whoever it is for is judged before: also requests
 * that go as they are. The endpoint is not there, so what may leave is not reachable.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("unit")
class JudgedBeforeTheyLeaveTest {
    private static final String JSON = "application/x-amz-json-1.0";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String LEFT = "not reachable";

    private AwsServices services;
    private String policy = "";

    @BeforeAll
    void open() {
        URI nobody = URI.create("http://127.0.0.1:1");
        ControlPlane plane =
                new ControlPlane(
                        new ServiceDirectory(List.of()),
                        new Authenticator(
                                new Verifier(
                                        _ -> Optional.empty(),
                                        Clock.SYSTEM,
                                        new SigningKeys(),
                                        (_, _, _) -> {}),
                                AccountId.DEFAULT,
                                Region.DEFAULT),
                        new PolicyAuthorizer(
                                _ -> new Permissions(List.of(Policy.of(policy)), null, Map.of()),
                                _ -> ServiceAccess.PLAIN,
                                Mode.ENFORCE,
                                Trail.NONE,
                                Clock.SYSTEM),
                        Beside.NOTHING);
        services =
                new AwsServices(
                        new NodeServices(() -> plane, () -> "localhost"),
                        Endpoints.of(
                                Map.of(
                                        "sqs",
                                        nobody,
                                        "dynamodb",
                                        nobody,
                                        "s3",
                                        nobody,
                                        "firehose",
                                        nobody,
                                        "scheduler",
                                        nobody)),
                        new AccessKey("test", "test", null),
                        Clock.SYSTEM);
    }

    @AfterAll
    void close() {
        services.close();
    }

    @Test
    void anActionTakesThePermissionOfItsOperationOnItsResource() {
        allow("sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:mine");
        String body = "{\"QueueUrl\": \"http://x/000000000000/%s\", \"MessageBody\": \"m\"}";

        is(LEFT, "sqs", json("AmazonSQS.SendMessage", body.formatted("mine")));
        is(
                "sqs:SendMessage on resource: arn:aws:sqs:us-east-1:000000000000:other",
                "sqs",
                json("AmazonSQS.SendMessage", body.formatted("other")));
        is("sqs:PurgeQueue", "sqs", json("AmazonSQS.PurgeQueue", body.formatted("mine")));
        is("sqs:* on resource: *", "sqs", json("AmazonSQS.Nonsense", "{}"));
    }

    @Test
    void aRoleWithinARequestIsPassed() {
        String role = "arn:aws:iam::000000000000:role/%s";
        policy =
                """
                {"Statement": [
                 {"Effect": "Allow", "Action": ["firehose:*", "scheduler:*"], "Resource": "*"},
                 {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*:role/mine"}]}\
                """;
        String stream =
                "{\"DeliveryStreamName\": \"s\", \"ExtendedS3DestinationConfiguration\":"
                        + " {\"BucketARN\": \"arn:aws:s3:::b\", \"RoleARN\": \"%s\"}}";
        String schedule =
                "{\"ScheduleExpression\": \"rate(1 day)\", \"FlexibleTimeWindow\": {\"Mode\":"
                        + " \"OFF\"}, \"Target\": {\"Arn\":"
                        + " \"arn:aws:lambda:us-east-1:000000000000:function:f\", \"RoleArn\":"
                        + " \"%s\"}}";
        String create = "Firehose_20150804.CreateDeliveryStream";

        is(LEFT, "firehose", json(create, stream.formatted(role.formatted("mine"))));
        is(
                "iam:PassRole on resource: " + role.formatted("admin"),
                "firehose",
                json(create, stream.formatted(role.formatted("admin"))));
        is(
                "iam:PassRole on resource: " + role.formatted("admin"),
                "scheduler",
                request(
                        "POST",
                        "/schedules/s",
                        "",
                        JSON,
                        schedule.formatted(role.formatted("admin"))));
        is(
                "Cross-account pass role is not allowed.",
                "scheduler",
                request(
                        "POST",
                        "/schedules/s",
                        "",
                        JSON,
                        schedule.formatted("arn:aws:iam::111111111111:role/mine")));
    }

    @Test
    void aFormIsReadAsTheServiceReadsIt() {
        allow("sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:mine");
        String form = "Action=%s&MessageBody=m&QueueUrl=http%%3A%%2F%%2Fx%%2F000000000000%%2Fmine";

        is(LEFT, "sqs", request("POST", "/", "", FORM, form.formatted("SendMessage")));
        is("sqs:DeleteQueue", "sqs", request("POST", "/", "", FORM, form.formatted("DeleteQueue")));
    }

    @Test
    void aRequestThatCanBeTakenForTwoTakesThePermissionsOfBoth() {
        allow("sqs:GetQueueUrl", "*");
        AwsRequest both = json("AmazonSQS.GetQueueUrl", "{\"QueueName\": \"mine\"}");
        AwsRequest hidden =
                new AwsRequest(
                        "POST",
                        "/",
                        "Action=DeleteQueue&QueueUrl=http://x/000000000000/mine",
                        both.headers(),
                        both.body());

        is(LEFT, "sqs", both);
        is("sqs:DeleteQueue", "sqs", hidden);
        String form = "Action=%s&QueueName=mine";
        String query = form.formatted("GetQueueUrl");
        is(LEFT, "sqs", request("POST", "/", "Action=GetQueueUrl", FORM, query));
        is(
                "sqs:DeleteQueue",
                "sqs",
                request("POST", "/", "Action=GetQueueUrl", FORM, form.formatted("DeleteQueue")));
        is("sqs:* on", "sqs", request("POST", "/", "QueueName=other", FORM, query));
        is("sqs:* on", "sqs", request("POST", "/", query, "multipart/form-data", "m"));
        is("sqs:* on", "sqs", request("POST", "/", query, FORM.toUpperCase(Locale.ROOT), query));
        is(
                "sqs:* on",
                "sqs",
                new AwsRequest(
                        "POST",
                        "/",
                        "",
                        both.headers().toBuilder().set("Content-Type", FORM).build(),
                        both.body()));
    }

    @Test
    void aPathTakesThePermissionOfItsOperation() {
        allow("s3:GetObject", "arn:aws:s3:::things/red/*");

        is(LEFT, "s3", request("GET", "/things/red/a", "", "", ""));
        is("things/blue/a", "s3", request("GET", "/things/blue/a", "", "", ""));
        is("s3:DeleteObject", "s3", request("DELETE", "/things/red/a", "", "", ""));
    }

    @Test
    void aServiceWithoutAModelIsAskedByTheNameOfItsAction() {
        allow("firehose:PutRecord", "*");

        is(LEFT, "firehose", json("Firehose_20150804.PutRecord", "{}"));
        is(
                "firehose:DeleteDeliveryStream",
                "firehose",
                json("Firehose_20150804.DeleteDeliveryStream", "{}"));
        is("firehose:*", "firehose", request("GET", "/", "", "", ""));
    }

    private void is(String outcome, String service, AwsRequest request) {
        Principal user =
                Principal.user(AccountId.DEFAULT, "arn:aws:iam::000000000000:user/ann", "AIDAANN");
        assertThatThrownBy(
                        () ->
                                services.as(new CallerIdentity(user, Region.DEFAULT))
                                        .send(service, request))
                .hasMessageContaining(outcome);
    }

    private void allow(String action, String resource) {
        policy =
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"%s\", \"Resource\": \"%s\"}}"
                        .formatted(action, resource);
    }

    private static AwsRequest json(String target, String body) {
        AwsRequest plain = request("POST", "/", "", JSON, body);
        return new AwsRequest(
                "POST",
                "/",
                "",
                plain.headers().toBuilder().set("X-Amz-Target", target).build(),
                plain.body());
    }

    private static AwsRequest request(
            String method, String path, String query, String type, String body) {
        Headers headers =
                type.isEmpty()
                        ? Headers.NONE
                        : Headers.NONE.toBuilder().set("Content-Type", type).build();
        return new AwsRequest(method, path, query, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
