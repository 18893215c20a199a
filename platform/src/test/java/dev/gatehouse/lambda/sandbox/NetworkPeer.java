package dev.gatehouse.lambda.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** "Another machine": a network namespace with a cable to the host and one server in it. */
final class NetworkPeer implements AutoCloseable {

    static final String ADDRESS = "198.51.100.2";
    static final int PORT = 7777;

    private static final String NAME = "gatehouse-peer";
    private static final String LINK = "ghpeer0";

    private final Process server;

    private NetworkPeer(Process server) {
        this.server = server;
    }

    static boolean possible() {
        return List.of("/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip").stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
    }

    static NetworkPeer start(String greeting) throws Exception {
        remove();
        run("ip netns add " + NAME);
        run("ip link add " + LINK + " type veth peer name eth0 netns " + NAME);
        run("ip addr add 198.51.100.1/30 dev " + LINK);
        run("ip link set " + LINK + " up");
        run("ip -n " + NAME + " addr add " + ADDRESS + "/30 dev eth0");
        run("ip -n " + NAME + " link set eth0 up");
        // It knows a way back only to the host: answers come through because of the masquerade.
        run("ip -n " + NAME + " route add default via 198.51.100.1");
        String script =
                "import socket\ns = socket.create_server(('', %d)); print('up')\n"
                        + "while True: s.accept()[0].sendall(b'%s')";
        Process server = inside(script.formatted(PORT, greeting));
        server.getInputStream().readNBytes(3);
        return new NetworkPeer(server);
    }

    /** Tries to connect from there, and says how it went. */
    String connect(String address, int port) throws IOException {
        Process process = inside(SandboxNetworkTest.script(address, port));
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    private static Process inside(String script) throws IOException {
        return new ProcessBuilder("ip", "netns", "exec", NAME, SandboxHarness.PYTHON, "-uc", script)
                .start();
    }

    private static void run(String command) throws Exception {
        Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    private static void remove() {
        for (String command : List.of("ip link del " + LINK, "ip netns del " + NAME)) {
            try {
                run(command);
            } catch (Exception e) {
                // Not there: good.
            }
        }
    }

    @Override
    public void close() {
        server.destroyForcibly();
        remove();
    }
}
