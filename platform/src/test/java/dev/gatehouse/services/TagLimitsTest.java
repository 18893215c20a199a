package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/** AWS's limits on tags, in the words of each service. */
@org.junit.jupiter.api.Tag("node")
final class TagLimitsTest {
    private static final String RESERVED =
            "aws: prefixed tag key names are not allowed for external use.";

    @TempDir static Path folder = Path.of("");
    private static ServicesNode node;
    private static S3Client s3;

    @BeforeAll
    static void open() throws Exception {
        node = new ServicesNode(folder);
        s3 = node.client(S3Client.builder().forcePathStyle(true)).build();
        s3.createBucket(r -> r.bucket("tagged"));
    }

    @AfterAll
    static void close() throws Exception {
        node.close();
    }

    @Test
    void aTagTooLongToBeReadAgainIsRejectedAndTheBucketStaysReadable() {
        rejected("InvalidTag", "The TagKey you have provided is invalid", put("k".repeat(60_000)));
        rejected(
                "InvalidTag",
                "The TagValue you have provided is invalid",
                () -> putBucketTags(List.of(tag("k", "v".repeat(257)))));

        putBucketTags(List.of(tag("k".repeat(128), "v".repeat(256))));
        assertThat(s3.getBucketTagging(r -> r.bucket("tagged")).tagSet()).hasSize(1);
        assertThat(s3.listBuckets().buckets()).hasSize(1);
    }

    @Test
    void aBucketHasFiftyTagsAndNoneOfAws() {
        List<Tag> many = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "v")).toList();

        rejected(
                "BadRequest",
                "Bucket tag count cannot be greater than 50",
                () -> putBucketTags(many));
        rejected(
                "InvalidTag",
                "System tags cannot be added/updated by requester",
                put("aws:cloudformation:stack-name"));
    }

    @Test
    void anObjectHasNoTagOfAws() {
        s3.putObject(r -> r.bucket("tagged").key("o"), RequestBody.empty());
        for (String key : List.of("aws:x", "aws:cloudformation:stack-name")) {
            rejected(
                    "InvalidTag",
                    "Your TagKey cannot be prefixed with aws:",
                    () ->
                            s3.putObjectTagging(
                                    r ->
                                            r.bucket("tagged")
                                                    .key("o")
                                                    .tagging(t -> t.tagSet(tag(key, "v")))));
        }
    }

    @Test
    void aHeaderOfTagsThatIsNoQueryIsRejected() {
        rejected(
                "InvalidArgument",
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query"
                        + " parameters without tag name duplicates.",
                () ->
                        s3.putObject(
                                r ->
                                        r.bucket("tagged")
                                                .key("malformed")
                                                .tagging("key1=val1,key2=val2"),
                                RequestBody.empty()));
    }

    @Test
    void logGroupsAndUsersHaveNoTagsOfAws() {
        CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder()).build();
        IamClient iam = node.client(IamClient.builder()).build();

        rejected(
                "InvalidParameterException",
                RESERVED,
                () -> logs.createLogGroup(r -> r.logGroupName("/t").tags(Map.of("aws:x", "v"))));
        rejected(
                "InvalidInput",
                "Tag keys cannot start with the reserved prefix 'aws:'.",
                () -> iam.createUser(r -> r.userName("u").tags(t -> t.key("AWS:x").value("v"))));
    }

    private static ThrowingCallable put(String key) {
        return () -> putBucketTags(List.of(tag(key, "v")));
    }

    private static void putBucketTags(List<Tag> tags) {
        s3.putBucketTagging(r -> r.bucket("tagged").tagging(t -> t.tagSet(tags)));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static void rejected(String code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        rejection -> {
                            assertThat(rejection.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(rejection.awsErrorDetails().errorMessage())
                                    .isEqualTo(message);
                        });
    }
}
