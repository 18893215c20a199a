package dev.gatehouse.lambda.sandbox;

import static dev.gatehouse.lambda.sandbox.SandboxHarness.python;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names inside a sandbox: AWS's hosts are its own loopback. */
@Tag("sandbox")
final class SandboxNamesTest {

    private static SandboxHarness harness;

    @BeforeAll
    static void start(@TempDir Path directory) {
        harness = SandboxHarness.strongest(directory);
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void namesOfAwsAreTheSandboxItself() throws Exception {
        assumeTrue(harness.level() != SandboxLevel.PROCESS, "names are the machine's");
        try (Sandbox sandbox = harness.open(128)) {
            String script =
                    """
                    import socket
                    print(sorted({a[4][0] for a in
                                  socket.getaddrinfo('bucket.s3.us-east-1.amazonaws.com', 443)}))
                    """;
            assertThat(python(sandbox, script).output()).isEqualTo("['127.0.0.1']");
        }
    }

    @Test
    void namesAreAwssWhereTheNodeLeavesThemAlone(@TempDir Path directory) {
        SandboxSettings settings = new SandboxSettings(directory, 0, Optional.empty(), false, true);
        try (Sandboxes real = LevelChoice.start(settings);
                Sandbox sandbox = real.open(new SandboxSpec(128, 512, List.of()))) {
            assertThat(sandbox.hostListeners()).isEmpty();
        }
    }

    @Test
    void theirPortsLeadToTheNode() throws Exception {
        assumeTrue(harness.level() != SandboxLevel.PROCESS, "ports are the machine's");
        try (Sandbox sandbox = harness.open(128)) {
            HostListeners hosts = sandbox.hostListeners().orElseThrow();
            String script =
                    """
                    import socket
                    for port in 80, 443:
                        socket.create_connection(('iam.amazonaws.com', port)).close()
                    print('connected')
                    """;
            assertThat(python(sandbox, script).output()).isEqualTo("connected");
            for (SocketChannel each :
                    new SocketChannel[] {hosts.http().accept(), hosts.https().accept()}) {
                each.close();
            }
        }
    }
}
