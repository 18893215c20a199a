package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of its own for each class of tests, on a node that all of them share; path style. */
final class S3Fixture implements BeforeAllCallback {
    private final String bucket;
    private @Nullable S3Client client;
    private @Nullable ServicesNode node;

    S3Fixture(String bucket) {
        this.bucket = bucket;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        SharedNode shared =
                context.getRoot()
                        .getStore(Namespace.GLOBAL)
                        .computeIfAbsent(
                                SharedNode.class, _ -> SharedNode.open(), SharedNode.class);
        shared.client().createBucket(r -> r.bucket(bucket));
        client = shared.client();
        node = shared.node();
    }

    /** A client with other keys, or with none. */
    S3Client client(AwsCredentialsProvider keys) {
        return Objects.requireNonNull(node)
                .client(S3Client.builder())
                .credentialsProvider(keys)
                .forcePathStyle(true)
                .build();
    }

    S3Client client() {
        return Objects.requireNonNull(client);
    }

    void put(String key, String content) {
        client().putObject(
                        r ->
                                r.bucket(bucket)
                                        .key(key)
                                        .contentType("text/plain")
                                        .metadata(Map.of("who", "me")),
                        RequestBody.fromString(content));
    }

    static void assertRejected(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        rejection ->
                                assertThat(rejection.awsErrorDetails().errorCode())
                                        .isEqualTo(code));
    }

    static void assertNotImplemented(String name, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        rejection -> assertThat(rejection.statusCode()).isEqualTo(501))
                .hasMessageContaining(name);
    }

    private record SharedNode(Path folder, ServicesNode node, S3Client client)
            implements AutoCloseable {
        static SharedNode open() {
            try {
                Path folder = Files.createTempDirectory("s3");
                ServicesNode node = new ServicesNode(folder);
                S3Client client = node.client(S3Client.builder()).forcePathStyle(true).build();
                return new SharedNode(folder, node, client);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws Exception {
            client.close();
            node.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
