package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationEnd;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Responses that functions stream, by runtimes that speak the Runtime API themselves. */
@Tag("sandbox")
final class StreamingFunctionTest {
    private static final String RUNTIME =
            """
            #!/usr/bin/python3
            import base64, os, socket, time
            host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
            def connect():
                s = socket.create_connection((host, int(port)))
                return s, s.makefile("rb")
            def next():
                s, f = connect()
                s.sendall(b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
                id = None
                while True:
                    line = f.readline().strip()
                    if line.lower().startswith(b"lambda-runtime-aws-request-id"):
                        id = line.split(b":")[1].strip()
                    if not line:
                        return id
            def begin(id, extra=b""):
                s, f = connect()
                s.sendall(b"POST /2018-06-01/runtime/invocation/" + id + b"/response HTTP/1.1\\r\\nHost: x\\r\\n"
                    + b"Content-Type: text/event-stream\\r\\nLambda-Runtime-Function-Response-Mode: streaming\\r\\n"
                    + b"Transfer-Encoding: chunked\\r\\n" + extra + b"\\r\\n")
                return s, f
            def chunk(s, data):
                s.sendall(b"%x\\r\\n" % len(data) + data + b"\\r\\n")
            def end(s, f, trailers=b""):
                s.sendall(b"0\\r\\n" + trailers + b"\\r\\n")
                print("status", f.readline().strip().decode(), flush=True)
            """;

    @TempDir static Path folder;
    static LambdaNode node;
    static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        node = LambdaNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
        vertx.close().await();
    }

    @Test
    void chunksAreOneResponseWithAnEnd() throws Exception {
        publish(
                "chunks",
                """
                while True:
                    id = next()
                    s, f = begin(id)
                    chunk(s, b"first")
                    chunk(s, b"second")
                    end(s, f)
                """);
        InvocationStream stream = LambdaNode.await(stream("chunks", true));
        Read read = new Read(stream);

        assertThat(stream.contentType()).isEqualTo("text/event-stream");
        assertThat(read.whole()).isEqualTo("firstsecond");
        InvocationEnd end = LambdaNode.await(stream.end());
        assertThat(end.functionError()).isNull();
        assertThat(end.logTail()).asString().contains("START", "END", "REPORT");
        // It is told what came of its response when the event has ended.
        Eventually.asserted(
                () -> assertThat(node.log("chunks")).asString().contains("202 Accepted"));
        assertThat(new Read(LambdaNode.await(stream("chunks", false))).whole())
                .isEqualTo("firstsecond");
    }

    @Test
    void aCallerThatTakesResponsesWholeGetsAStreamedOneWhole() {
        publish(
                "whole",
                """
                while True:
                    id = next()
                    s, f = begin(id)
                    chunk(s, b'"a')
                    chunk(s, b'b"')
                    end(s, f)
                """);
        assertThat(node.invoke("whole", "{}").payload()).hasToString("\"ab\"");
    }

    @Test
    void anErrorBehindTheLastByteIsAtTheEnd() throws Exception {
        publish(
                "fails",
                """
                while True:
                    id = next()
                    s, f = begin(id, b"Trailer: Lambda-Runtime-Function-Error-Type\\r\\n")
                    chunk(s, b"half")
                    end(s, f, b"Lambda-Runtime-Function-Error-Type: Odd\\r\\n"
                        + b"Lambda-Runtime-Function-Error-Body: "
                        + base64.b64encode(b'{"errorType":"Odd"}') + b"\\r\\n")
                """);
        InvocationStream stream = LambdaNode.await(stream("fails", false));

        assertThat(new Read(stream).whole()).isEqualTo("half");
        InvocationEnd end = LambdaNode.await(stream.end());
        assertThat(end.functionError()).isEqualTo("Unhandled");
        assertThat(end.error()).hasToString("{\"errorType\":\"Odd\"}");
    }

    @Test
    void aRuntimeThatExitsInTheMiddleIsAtTheEndAndStartsAnew() throws Exception {
        Path code =
                publish(
                        "exits",
                        """
                        while True:
                            id = next()
                            s, f = begin(id)
                            chunk(s, b"half")
                            while not os.path.exists("/var/task/released"):
                                time.sleep(0.01)
                            os._exit(3)
                        """);
        Path released = code.resolve("released");
        for (int i = 0; i < 2; i++) {
            InvocationStream stream = LambdaNode.await(stream("exits", true));
            Read read = new Read(stream);
            assertThat(read.first()).isEqualTo("half");
            Files.createFile(released);
            assertThat(read.whole()).isEqualTo("half");
            InvocationEnd end = LambdaNode.await(stream.end());
            assertThat(end.error().toString())
                    .contains("Runtime.ExitError", "Runtime exited with error: exit status 3");
            assertThat(end.logTail()).asString().contains("START", "END", "REPORT");
            Files.delete(released);
        }
    }

    @Test
    void aResponseThatBreaksOffIsTruncated() throws Exception {
        publish(
                "cut",
                """
                id = next()
                s, f = begin(id)
                chunk(s, b"half")
                f.close()
                s.close()
                time.sleep(60)
                """);
        InvocationStream stream = LambdaNode.await(stream("cut", false));

        assertThat(new Read(stream).whole()).isEqualTo("half");
        assertThat(LambdaNode.await(stream.end()).error().toString())
                .contains("Runtime.TruncatedResponse");
    }

    @Test
    void theFirstChunkIsThereAtOnce() throws Exception {
        Path code =
                publish(
                        "gradual",
                        """
                        while True:
                            id = next()
                            s, f = begin(id)
                            chunk(s, b"half")
                            while not os.path.exists("/var/task/released"):
                                time.sleep(0.01)
                            chunk(s, b" and half")
                            end(s, f)
                        """);
        Read read = new Read(LambdaNode.await(stream("gradual", false)));

        assertThat(read.first()).isEqualTo("half");
        Files.createFile(code.resolve("released"));
        assertThat(read.whole()).isEqualTo("half and half");
    }

    @Test
    void aTimeoutInTheMiddleIsAtTheEnd() throws Exception {
        publish(
                "slow",
                """
                id = next()
                s, f = begin(id)
                chunk(s, b"half")
                time.sleep(60)
                """,
                3);
        InvocationStream stream = LambdaNode.await(stream("slow", false));

        assertThat(new Read(stream).whole()).isEqualTo("half");
        assertThat(LambdaNode.await(stream.end()).error().toString())
                .contains("Sandbox.Timedout", "Task timed out after 3.00 seconds");
    }

    @Test
    void aReaderThatStopsKeepsTheRuntimeWaiting() throws Exception {
        publish(
                "large",
                """
                while True:
                    id = next()
                    s, f = begin(id)
                    held = not os.path.exists("/tmp/held")
                    open("/tmp/held", "w").close()
                    s.settimeout(1 if held else None)
                    try:
                        for i in range(64):
                            s.sendall(b"100000\\r\\n" + b"x" * 1048576 + b"\\r\\n")
                        print("all written", flush=True)
                    except TimeoutError:
                        print("had to wait at", i, flush=True)
                        os._exit(1)
                    s.settimeout(None)
                    end(s, f)
                """);
        InvocationStream held = LambdaNode.await(stream("large", true));
        assertThat(LambdaNode.await(held.end()).logTail()).asString().contains("had to wait at");

        InvocationStream read = LambdaNode.await(stream("large", true));
        assertThat(new Read(read).length()).isEqualTo(64L << 20);
        assertThat(LambdaNode.await(read.end()).logTail()).asString().contains("all written");
    }

    @Test
    void aFunctionThatDoesNotStreamRespondsInOneChunk() throws Exception {
        node.publish(
                new LambdaNode.Source(
                        "plain",
                        "python3.12",
                        "f.handler",
                        Map.of("f.py", "def handler(e, c):\n  if e: raise ValueError('x')\n")));
        InvocationStream stream = LambdaNode.await(stream("plain", false));

        assertThat(new Read(stream).whole()).isEqualTo("null");
        assertThat(LambdaNode.await(stream.end()).functionError()).isNull();
    }

    private static Path publish(String name, String code) {
        return publish(name, code, 120);
    }

    /** Tells where its code is. */
    private static Path publish(String name, String code, int seconds) {
        FunctionVersion version =
                node.version(
                        new LambdaNode.Source(
                                name, "provided.al2023", "x", Map.of("bootstrap", RUNTIME + code)),
                        new FunctionResources(512, seconds, 512),
                        Map.of());
        node.publish(version, OptionalInt.empty());
        return version.code().root();
    }

    private static Future<InvocationStream> stream(String name, boolean tail) {
        return node.invoker.stream(
                new Invocation(
                        LambdaNode.arn(name),
                        Buffer.buffer("{}"),
                        InvocationType.REQUEST_RESPONSE,
                        RequestId.next(),
                        InvocationSource.AUTHORIZED,
                        new InvocationDetails(tail, null, null, null)));
    }

    /** A response that is read to its end on an event loop. */
    private static final class Read {
        private final Buffer read = Buffer.buffer();
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final CountDownLatch ended = new CountDownLatch(1);

        Read(InvocationStream stream) {
            Context context = vertx.getOrCreateContext();
            context.runOnContext(
                    _ ->
                            stream.payload()
                                    .handler(this::add)
                                    .endHandler(_ -> ended.countDown())
                                    .resume());
        }

        private void add(Buffer chunk) {
            read.appendBuffer(chunk);
            first.complete(chunk.toString());
        }

        String first() throws Exception {
            return first.get(120, TimeUnit.SECONDS);
        }

        String whole() throws InterruptedException {
            assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
            return read.toString();
        }

        long length() throws InterruptedException {
            assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
            return read.length();
        }
    }
}
