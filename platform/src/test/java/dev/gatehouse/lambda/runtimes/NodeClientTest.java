package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in for the native part of AWS's Node.js client, in a real Node.js. */
@Tag("node")
class NodeClientTest {
    private static final Path NODE = Path.of("/usr/bin/node");

    @Test
    void resultsThatComeTwiceInATurnLeaveBothTheSame(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(NODE), "needs a Node.js of the system");
        Path client = folder.resolve("rapid-client.node.js");
        Resources.write(client, Resources.text("rapid-client.node.js"));
        try (ServerSocket api = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            api.setSoTimeout(120_000);
            ProcessBuilder program =
                    new ProcessBuilder(
                            NODE.toString(),
                            "-e",
                            "const c = require('./rapid-client.node.js');"
                                    + " c.done('1', 'one'); c.done('2', 'two');"
                                    + " c.next().catch(() => {});");
            program.directory(folder.toFile());
            program.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getLocalPort());
            Process node = program.inheritIO().start();
            try (Socket connection = api.accept()) {
                connection.setSoTimeout(120_000);
                assertThat(until(connection, "GET /2018-06-01/runtime/invocation/next"))
                        .contains("POST /2018-06-01/runtime/invocation/1/response")
                        .contains("POST /2018-06-01/runtime/invocation/2/response");
            } finally {
                node.destroyForcibly().waitFor();
            }
        }
    }

    private static String until(Socket connection, String last) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4_096];
        while (text.indexOf(last) < 0) {
            int count = connection.getInputStream().read(buffer);
            if (count < 0) {
                break;
            }
            text.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
        }
        return text.toString();
    }
}
