package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.node.NodeClient;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A node with a role, two functions and users who may do what they are given. */
final class EnforcedNode implements AutoCloseable {
    static final String CODE =
            """
            import boto3

            def handler(event, context):
                try:
                    return [f["FunctionName"] for f in boto3.client("lambda").list_functions()["Functions"]]
                except Exception as rejection:
                    return str(rejection)
            """;
    final Node started;
    final LiveNode node;
    final LambdaClient lambda;
    final IamClient iam;
    final String allowed;
    final String role;

    EnforcedNode(Path data) {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        lambda = node.lambda();
        iam = node.client(IamClient.builder());
        role = node.role("lists");
        allowed = node.python(lambda, "allowed", role, CODE).functionArn();
        node.python(lambda, "other", role, CODE);
    }

    @Override
    public void close() {
        started.close();
    }

    AwsCredentials user(String name, String policy) {
        iam.createUser(u -> u.userName(name));
        iam.putUserPolicy(p -> p.userName(name).policyName("p").policyDocument(policy));
        AccessKey key = iam.createAccessKey(k -> k.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    /** With a client that knows PATCH. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C patching(
            B builder, AwsCredentials keys) {
        return builder.endpointOverride(node.endpoint())
                .httpClientBuilder(ApacheHttpClient.builder())
                .region(Region.US_EAST_1)
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .build();
    }

    LambdaClient lambdaOf(AwsCredentials keys) {
        return node.client(LambdaClient.builder(), keys);
    }

    static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "%s",
         "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }

    NodeClient plain(AwsCredentials keys) {
        return new NodeClient(
                node.endpoint(),
                dev.gatehouse.kernel.Region.DEFAULT,
                new dev.gatehouse.identity.AccessKey(
                        keys.accessKeyId(), keys.secretAccessKey(), null));
    }

    static void denied(ThrowingCallable call, String says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).startsWith("AccessDenied");
                            assertThat(e.awsErrorDetails().errorMessage()).contains(says);
                        });
    }
}
