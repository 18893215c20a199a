package dev.gatehouse.lambda.sandbox;

import static dev.gatehouse.lambda.sandbox.SandboxHarness.python;
import static dev.gatehouse.lambda.sandbox.SandboxHarness.shell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a sandbox reaches, and who reaches it. */
@Tag("sandbox")
final class SandboxNetworkTest {

    /** A connection attempt that tells in one word how it went. */
    private static final String CONNECT =
            """
            import socket
            try:
                with socket.create_connection(('%s', %d), 0.4) as s: print(s.recv(32).decode())
            except OSError as e: print('unreachable')
            """;

    @TempDir static Path directory;

    private static SandboxHarness harness;

    @BeforeAll
    static void start() {
        harness = SandboxHarness.strongest(directory);
        assumeTrue(harness.level() != SandboxLevel.PROCESS, "this machine allows no namespaces");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void reachesItsOwnRuntimeApiAndEndpointAtAwsAddresses() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(sandbox.runtimeApiAddress()).isEqualTo("127.0.0.1:9001");
            assertThat(sandbox.endpointAddress()).isEqualTo("127.0.0.1:4566");
            greet(sandbox.runtimeApiListener(), "runtime api of " + sandbox.id());
            greet(sandbox.endpointListener(), "endpoint of " + sandbox.id());
            assertThat(connect(sandbox, "127.0.0.1", 9001))
                    .isEqualTo("runtime api of " + sandbox.id());
            assertThat(connect(sandbox, "127.0.0.1", 4566))
                    .isEqualTo("endpoint of " + sandbox.id());
        }
    }

    @Test
    void twoSandboxesShareNoListener() throws Exception {
        try (Sandbox one = harness.open(128);
                Sandbox other = harness.open(128)) {
            greet(one.runtimeApiListener(), "one");
            greet(other.runtimeApiListener(), "other");
            assertThat(connect(other, "127.0.0.1", 9001)).isEqualTo("other");
            assertThat(connect(one, "127.0.0.1", 9001)).isEqualTo("one");
        }
    }

    @Test
    void theHostDoesNotReachItsListeners() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            greet(sandbox.runtimeApiListener(), "sandbox");
            Process visitor =
                    new ProcessBuilder(
                                    SandboxHarness.PYTHON, "-c", script(gatewayOf(sandbox), 9001))
                            .start();
            assertThat(visitor.getInputStream().readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo("unreachable\n");
            assertThat(connect(sandbox, "127.0.0.1", 9001)).isEqualTo("sandbox");
        }
    }

    @Test
    void reachesNeitherTheHostNorAnotherSandbox() throws Exception {
        try (ServerSocketChannel host = ServerSocketChannel.open();
                Sandbox sandbox = harness.open(128);
                Sandbox other = harness.open(128)) {
            host.bind(new InetSocketAddress("0.0.0.0", 0));
            int port = host.socket().getLocalPort();
            greet(host, "host");
            assertThat(connect(sandbox, "127.0.0.1", port)).isEqualTo("unreachable");
            for (String address : addressesOfThisMachine()) {
                assertThat(connect(sandbox, address, port)).as(address).isEqualTo("unreachable");
            }
            SandboxProcess server = other.start(listening());
            server.output().readNBytes(3);
            String gateway = gatewayOf(sandbox);
            String neighbour = addressOf(other);
            assertThat(connect(sandbox, gateway, port)).isEqualTo("unreachable");
            assertThat(connect(sandbox, neighbour, 8080)).isEqualTo("unreachable");
            assertThat(connect(other, "127.0.0.1", 8080)).isEqualTo("neighbour");
            assertThat(connect(sandbox, "169.254.169.254", 80)).isEqualTo("unreachable");
            server.output().close();
        }
    }

    @Test
    void reachesOtherMachinesAndIsAnswered() throws Exception {
        assumeTrue(harness.isRootLevel(), "only root can lay a cable");
        assumeTrue(NetworkPeer.possible(), "the `ip` program is needed to make a peer");
        try (NetworkPeer _ = NetworkPeer.start("hello from outside");
                Sandbox sandbox = harness.open(128)) {
            assertThat(connect(sandbox, NetworkPeer.ADDRESS, NetworkPeer.PORT))
                    .startsWith("hello from outside");
        }
    }

    @Test
    void nobodyOutsideReachesIn() throws Exception {
        assumeTrue(harness.isRootLevel(), "only root can lay a cable");
        assumeTrue(NetworkPeer.possible(), "the `ip` program is needed to make a peer");
        try (NetworkPeer peer = NetworkPeer.start("x");
                Sandbox sandbox = harness.open(128)) {
            SandboxProcess server = sandbox.start(listening());
            server.output().readNBytes(3);
            assertThat(peer.connect(addressOf(sandbox), 8080)).isEqualTo("unreachable");
            server.output().close();
        }
    }

    private static SandboxCommand listening() {
        return SandboxHarness.command(
                SandboxHarness.PYTHON,
                "-uc",
                """
                import socket
                s = socket.create_server(('0.0.0.0', 8080)); print('up')
                while True: s.accept()[0].sendall(b'neighbour')
                """);
    }

    static String script(String address, int port) {
        return CONNECT.formatted(address, port);
    }

    private static String connect(Sandbox sandbox, String address, int port) throws Exception {
        return python(sandbox, script(address, port)).output();
    }

    private static void greet(ServerSocketChannel listener, String greeting) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (SocketChannel caller = listener.accept()) {
                                caller.write(ByteBuffer.wrap(greeting.getBytes(UTF_8)));
                            } catch (IOException e) {
                                // The test is over.
                            }
                        });
    }

    private static String addressOf(Sandbox sandbox) throws Exception {
        String trie = shell(sandbox, "cat /proc/net/fib_trie").output();
        return Pattern.compile("198\\.19\\.\\d+\\.\\d+(?=\\s+/32 host LOCAL)")
                .matcher(trie.replace("|--", ""))
                .results()
                .findFirst()
                .map(MatchResult::group)
                .orElse("198.51.100.77");
    }

    private static String gatewayOf(Sandbox sandbox) throws Exception {
        String own = addressOf(sandbox);
        int last = own.lastIndexOf('.') + 1;
        return own.substring(0, last) + (Integer.parseInt(own.substring(last)) - 1);
    }

    private static List<String> addressesOfThisMachine() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address)
                .filter(address -> !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .limit(4)
                .toList();
    }
}
