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

/** The stand-in for the native part of AWS's Python client, in a real Python, on a raw socket. */
@Tag("node")
class PythonTransportTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String NEXT = "GET /2018-06-01/runtime/invocation/next";
    private static final String TAKEN = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    private static final String EVENT =
            "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: 1\r\n"
                    + "Lambda-Runtime-Deadline-Ms: 99\r\nContent-Length: 2\r\n\r\n{}";

    @TempDir Path folder;

    /** What the program under test said, once it has ended. */
    private String run(String calls, Exchange exchange) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PYTHON), "needs a Python of the system");
        Resources.write(folder.resolve("runtime_client.py"), Resources.text("runtime_client.py"));
        try (ServerSocket api = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            api.setSoTimeout(120_000);
            String program =
                    "import runtime_client as c\nc.initialize_client('agent')\n"
                            + "try:\n "
                            + calls.replace("\n", "\n ")
                            + "\nexcept RuntimeError as e:\n print(e)\n";
            ProcessBuilder python = new ProcessBuilder(PYTHON.toString(), "-c", program);
            python.directory(folder.toFile());
            python.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getLocalPort());
            Process process = python.redirectErrorStream(true).start();
            try (Socket connection = api.accept()) {
                connection.setSoTimeout(120_000);
                exchange.with(connection);
                connection.shutdownOutput();
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private interface Exchange {
        void with(Socket connection) throws IOException;
    }

    @Test
    void aResultLeavesTogetherWithThePollForTheNextEvent() throws Exception {
        String said =
                run(
                        """
                        body, headers = c.next()
                        print(body, headers['Lambda-Runtime-Deadline-Ms'])
                        c.post_invocation_result('1', b'done', 'application/json', 'i')
                        print(c.next()[1]['Lambda-Runtime-Aws-Request-Id'])
                        """,
                        connection -> {
                            assertThat(until(connection, "\r\n\r\n")).startsWith(NEXT);
                            write(connection, EVENT);
                            byte[] first = new byte[65_536];
                            int count = connection.getInputStream().read(first);
                            assertThat(new String(first, 0, count, StandardCharsets.US_ASCII))
                                    .startsWith("POST /2018-06-01/runtime/invocation/1/response")
                                    .contains(
                                            "lambda-runtime-invocation-id: i",
                                            "\r\n\r\ndone" + NEXT);
                            write(connection, TAKEN + EVENT);
                        });
        assertThat(said).isEqualTo("b'{}' 99\n1\n");
    }

    @Test
    void aLongResultWaitsForItsAnswerAndSaysWhatIsWrong() throws Exception {
        String said =
                run(
                        """
                        c.next()
                        c.post_invocation_result('1', b'x' * 100_000, 'application/json')
                        """,
                        connection -> {
                            until(connection, "\r\n\r\n");
                            write(connection, EVENT);
                            until(connection, "xxx");
                            write(
                                    connection,
                                    "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
                        });
        assertThat(said)
                .containsPattern(
                        "\\[ERROR] \\[\\d+] LAMBDA_RUNTIME Failed to post handler success response."
                                + " Http response code: 413. \n")
                .endsWith("Failed to post invocation response\n");
    }

    @Test
    void anErrorStaysWithinItsHeaders() throws Exception {
        run(
                """
                c.next()
                c.post_error('1', '{"errorType": "\u00e9"}', 'one\\r\\nX-Forged: two')
                c.next()
                """,
                connection -> {
                    until(connection, "\r\n\r\n");
                    write(connection, EVENT);
                    assertThat(until(connection, NEXT))
                            .contains(
                                    "\r\n"
                                        + "lambda-runtime-function-xray-error-cause: one X-Forged:"
                                        + " two\r\n");
                });
    }

    @Test
    void aConnectionThatEndsIsToldInTheNativePartsWords() throws Exception {
        String said =
                run(
                        "c.next()",
                        connection -> {
                            until(connection, "\r\n\r\n");
                        });
        assertThat(said)
                .contains(
                        "LAMBDA_RUNTIME Failed to get next invocation. No Response from endpoint\n")
                .endsWith("Failed to get next\n");
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String until(Socket connection, String last) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4_096];
        while (text.indexOf(last) < 0) {
            int count = connection.getInputStream().read(buffer);
            if (count < 0) {
                break;
            }
            text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
