package dev.gatehouse.app;

import dev.gatehouse.cli.Gatehouse;
import dev.gatehouse.cli.NodeLauncher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A node that lets debuggers in, which has the machine's ports of debuggers to itself. */
record DebuggedNode(
        Path data,
        DebuggerPorts ports,
        NodeLauncher.RunningNode running,
        LambdaClient lambda,
        String role)
        implements AutoCloseable {

    static DebuggedNode start(Path data) throws IOException {
        DebuggerPorts ports = DebuggerPorts.take();
        NodeLauncher.RunningNode running =
                new LocalNodes()
                        .start(null, Map.of("data", data.toString(), "port", "0", "debug", "true"));
        LiveNode node = LiveNode.at(running.endpoint().getPort());
        return new DebuggedNode(data, ports, running, node.lambda(), node.role("debugged"));
    }

    void create(String name, String runtime, String handler, byte[] code) {
        lambda.createFunction(
                r ->
                        r.functionName(name)
                                .runtime(runtime)
                                .handler(handler)
                                .role(role)
                                .timeout(10)
                                .memorySize(512)
                                .environment(e -> e.variables(Map.of("OWN", "!")))
                                .code(c -> c.zipFile(SdkBytes.fromByteArray(code))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    }

    /** {@code gatehouse invoke --debug}, as it goes on. */
    record Call(StringWriter out, StringWriter err, CompletableFuture<Integer> code) {}

    Call invoke(String function, String event) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = {"invoke", "--debug", function, event, "--data", data.toString()};
        CommandLine line = Gatehouse.commandLine(new LocalNodes(), words);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return new Call(
                out,
                err,
                CompletableFuture.supplyAsync(() -> line.execute(words))
                        .orTimeout(120, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
        lambda.close();
        running.close();
        ports.close();
    }
}
