package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.s3.S3Client;

/** A node whose disk is full: what it says, what it goes on with, and that nothing is lost. */
@Tag("sandbox")
final class FullDiskTest {
    private static final String CODE =
            "def handler(event, context):\n    print('ran', event)\n    return event\n";

    /** A package that is not there already, and of some size. */
    private static final String OTHER = CODE + "# " + "many words, ".repeat(100);

    @Test
    void aFullDiskRejectsWhatCannotBeKeptAndLosesNothing(@TempDir Path folder) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()),
                "needs to mount");
        try (Node started = LiveNode.start(Files.createDirectory(disk.resolve("data")))) {
            LiveNode node = LiveNode.of(started);
            try (LambdaClient lambda = node.lambda();
                    S3Client s3 = node.client(S3Client.builder().forcePathStyle(true));
                    CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder())) {
                String role = node.role("there");
                node.python(lambda, "there", role, CODE);
                s3.createBucket(r -> r.bucket("disk"));
                assertThat(LiveNode.invoke(lambda, "there", "1")).isEqualTo("1");

                Path filler = disk.resolve("filler");
                fill(filler);
                rejected(() -> node.python(lambda, "new", role, OTHER));
                rejected(
                        () ->
                                s3.putObject(
                                        r -> r.bucket("disk").key("a"),
                                        RequestBody.fromString("a".repeat(1 << 20))));
                assertThat(LiveNode.invoke(lambda, "there", "2")).isEqualTo("2");
                boolean accepted = accepted(lambda, "3");

                Files.delete(filler);
                node.python(lambda, "new", role, OTHER);
                s3.putObject(r -> r.bucket("disk").key("a"), RequestBody.fromString("a"));
                assertThat(accepted(lambda, "4")).isTrue();
                Eventually.holds(() -> ran(logs, "4"));
                if (accepted) {
                    Eventually.holds(() -> ran(logs, "3"));
                }
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean accepted(LambdaClient lambda, String event) {
        try {
            lambda.invoke(
                    r ->
                            r.functionName("there")
                                    .invocationType(InvocationType.EVENT)
                                    .payload(SdkBytes.fromUtf8String(event)));
            return true;
        } catch (SdkServiceException full) {
            assertThat(full).hasMessageContaining("no space left");
            return false;
        }
    }

    private static boolean ran(CloudWatchLogsClient logs, String event) {
        return logs
                .describeLogStreams(r -> r.logGroupName("/aws/lambda/there"))
                .logStreams()
                .stream()
                .flatMap(
                        stream ->
                                logs
                                        .getLogEvents(
                                                r ->
                                                        r.logGroupName("/aws/lambda/there")
                                                                .logStreamName(
                                                                        stream.logStreamName()))
                                        .events()
                                        .stream())
                .map(OutputLogEvent::message)
                .anyMatch(message -> message.startsWith("ran " + event));
    }

    private static void rejected(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SdkServiceException.class,
                        rejection -> assertThat(rejection.statusCode()).isEqualTo(503))
                .hasMessageContaining("no space left");
    }

    private static void fill(Path file) {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
        return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
