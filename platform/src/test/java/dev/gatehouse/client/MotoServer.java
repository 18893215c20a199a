package dev.gatehouse.client;

import dev.gatehouse.testkit.Eventually;
import dev.gatehouse.testkit.Fetched;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** AWS's services as somebody else wrote them: moto's server, from PyPI. */
final class MotoServer implements AutoCloseable {
    private static final String VERSION = "5.2.5";
    private static final Path INSTALLED = Path.of("target", "moto-" + VERSION);
    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts one on a free port and returns once it responds. */
    static MotoServer start() throws IOException, InterruptedException {
        Fetched.once(INSTALLED, MotoServer::install);
        int port = freePort();
        List<String> serve = List.of("-m", "moto.server", "-H", "127.0.0.1", "-p", "" + port);
        MotoServer server = new MotoServer(python(serve), URI.create("http://127.0.0.1:" + port));
        server.await();
        return server;
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        List<String> install = List.of("-m", "pip", "install", "--quiet", "--target");
        Process pip =
                python(concat(install, List.of(folder.toString(), "moto[server]==" + VERSION)));
        String output = new String(pip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (pip.waitFor() != 0) {
            throw new IllegalStateException("moto needs python3 with pip:\n" + output);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    private void await() throws InterruptedException {
        Eventually.holds(() -> responds() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("moto does not start");
        }
    }

    private boolean responds() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) endpoint.resolve("/moto-api/").toURL().openConnection();
            return connection.getResponseCode() < 500;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Process python(List<String> arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(concat(List.of("python3"), arguments)).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", INSTALLED.toString());
        if (arguments.contains("moto.server")) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }

    private static List<String> concat(List<String> first, List<String> then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
