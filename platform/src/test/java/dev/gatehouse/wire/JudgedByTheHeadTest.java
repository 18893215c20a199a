package dev.gatehouse.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import java.io.IOException;
import java.net.Socket;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Requests whose head says enough: they are answered although nothing of their body ever comes. */
@Tag("node")
class JudgedByTheHeadTest {
    private static final String GARBAGE = "a".repeat(64);
    private static ControlPlaneFixture node;

    @BeforeAll
    static void open() throws Exception {
        node = new ControlPlaneFixture(Clock.SYSTEM);
    }

    @AfterAll
    static void close() throws Exception {
        node.close();
    }

    @Test
    void rejectsAnUnknownKeyBeforeTheBodyComes() throws Exception {
        String response = send(invoke("AKIDNOBODY", "lambda", now(), GARBAGE));
        assertThat(response)
                .startsWith("HTTP/1.1 403 ")
                .contains("UnrecognizedClientException")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void rejectsAScopeOfAnotherServiceBeforeTheBodyComes() throws Exception {
        String request =
                invoke("test", "sts", now(), GARBAGE)
                        .replace("Host: a", "Host: lambda.us-east-1.amazonaws.com");
        assertThat(send(request)).contains("InvalidSignatureException", "correct service");
    }

    @Test
    void rejectsAnOldDateBeforeTheBodyComes() throws Exception {
        String response = send(invoke("test", "lambda", "20200101T000000Z", GARBAGE));
        assertThat(response).contains("InvalidSignatureException", "Signature expired");
    }

    @Test
    void rejectsASignatureThatIsNoneBeforeTheBodyComes() throws Exception {
        assertThat(send(invoke("test", "lambda", now(), "garbage")))
                .contains("InvalidSignatureException");
    }

    @Test
    void rejectsAMalformedHeaderBeforeTheBodyComes() throws Exception {
        String request =
                "POST /2015-03-31/functions/f/invocations HTTP/1.1\r\n"
                        + "Host: lambda.us-east-1.amazonaws.com\r\n"
                        + "Authorization: AWS4-HMAC-SHA256 nonsense\r\n"
                        + "Content-Length: 79000000\r\n\r\n";
        assertThat(send(request)).contains("IncompleteSignatureException");
    }

    @Test
    void rejectsAnUnknownOperationBeforeTheBodyComes() throws Exception {
        String request =
                invoke("test", "lambda", now(), GARBAGE)
                        .replace("/2015-03-31/functions/f/invocations", "/nothing");
        assertThat(send(request)).contains("UnknownOperationException");
    }

    @Test
    void rejectsAnObjectWithAWrongSignatureBeforeTheBodyComes() throws Exception {
        String request =
                invoke("test", "s3", now(), GARBAGE)
                        .replace("POST /2015-03-31/functions/f/invocations", "PUT /bucket/key")
                        .replace(
                                "Content-Length",
                                "x-amz-content-sha256: " + GARBAGE + "\r\nContent-Length")
                        .replace("host;x-amz-date", "host;x-amz-content-sha256;x-amz-date");
        assertThat(send(request)).contains("SignatureDoesNotMatch");
    }

    @Test
    void bodiesOfNobodyDoNotThrottleSignedCalls() throws Exception {
        List<Socket> pending = new ArrayList<>();
        try (LambdaClient lambda = lambda()) {
            for (int i = 0; i < 16; i++) {
                Socket socket = new Socket("127.0.0.1", node.port());
                pending.add(socket);
                String head =
                        invoke("test", "lambda", now(), GARBAGE)
                                .replace("Content-Length: 79000000", "Content-Length: 950000");
                socket.getOutputStream().write(head.getBytes(ISO_8859_1));
                socket.getOutputStream().write(new byte[900_000]);
            }
            SdkBytes payload = SdkBytes.fromUtf8String("\"" + "x".repeat(900_000) + "\"");
            assertThat(lambda.invoke(r -> r.functionName("f").payload(payload)).payload())
                    .isEqualTo(payload);
        } finally {
            for (Socket socket : pending) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyThatWasNotReadButIsHereLeavesTheConnectionOpen() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout(120_000);
            String request =
                    invoke("AKIDNOBODY", "lambda", now(), GARBAGE)
                            .replace(
                                    "Content-Length: 79000000\r\n\r\n",
                                    "Content-Length: 2\r\n\r\n{}");
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                assertThat(readThrough(socket, "invalid.\"}")).startsWith("HTTP/1.1 403 ");
            }
        }
    }

    private static LambdaClient lambda() {
        return LambdaClient.builder()
                .endpointOverride(node.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private static String now() {
        return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Clock.SYSTEM.now());
    }

    private static String invoke(String key, String service, String date, String signature) {
        return "POST /2015-03-31/functions/f/invocations HTTP/1.1\r\n"
                + "Host: a\r\n"
                + "X-Amz-Date: "
                + date
                + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential="
                + String.join("/", key, date.substring(0, 8), "us-east-1", service, "aws4_request")
                + ", SignedHeaders=host;x-amz-date, Signature="
                + signature
                + "\r\nContent-Length: 79000000\r\n\r\n";
    }

    /** Sends a head and no body, and reads the response that comes all the same. */
    private static String send(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            String response = readThrough(socket, "\r\n\r\n");
            int at = response.toLowerCase(Locale.ROOT).indexOf("content-length: ");
            int length = Integer.parseInt(response.substring(at + 16, response.indexOf('\r', at)));
            return response + new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
        }
    }

    private static String readThrough(Socket socket, String mark) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(mark) < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("closed after: " + read);
            }
            read.append((char) b);
        }
        return read.toString();
    }
}
