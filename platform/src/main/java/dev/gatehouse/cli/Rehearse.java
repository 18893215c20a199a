package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.kernel.FileTrees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the build runs to train the start-up cache: a node on a free port with data of its own, the
 * requests that a first minute usually brings, and a second start.
 */
final class Rehearse implements Verb {
    private static final String ROLE = "arn:aws:iam::000000000000:role/rehearsal";
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{"
                    + "\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    private final NodeLauncher launcher;
    private final CommandSpec spec = Verb.named("rehearse", this, "Train the start-up cache.");

    Rehearse(NodeLauncher launcher) {
        this.launcher = launcher;
        spec.usageMessage().hidden(true);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gatehouse.commandLine(launcher).getUsageMessage();
        Path data = Files.createTempDirectory("gatehouse-rehearsal");
        try {
            run(data, Rehearse::deploy);
            run(data, _ -> {});
        } finally {
            FileTrees.deleteIfExists(data);
        }
        return 0;
    }

    /** What is done with a node that serves. */
    private interface Act {
        void play(NodeClient client) throws IOException;
    }

    /** {@code gatehouse up} as it is typed: what only that touches belongs into the cache too. */
    private void run(Path data, Act act) throws IOException, InterruptedException {
        Stage stage = new Stage(launcher, new ArrayBlockingQueue<>(1));
        String[] up = {
            "up",
            "--port",
            "0",
            "--data",
            data.toString(),
            // Its API leads to the node itself.
            "--set",
            "integration.allow=127.0.0.1:*"
        };
        CommandLine line = Gatehouse.commandLine(stage, up);
        line.setOut(new PrintWriter(Writer.nullWriter()));
        line.setExecutionExceptionHandler(Rehearse::stopped);
        Thread running = Thread.ofPlatform().start(() -> line.execute(up));
        NodeLauncher.RunningNode node = stage.nodes().poll(1, TimeUnit.MINUTES);
        if (node == null) {
            throw new IllegalStateException("the rehearsal's node did not start");
        }
        try {
            look(node.client());
            act.play(node.client());
        } finally {
            running.interrupt();
            running.join();
        }
    }

    private static int stopped(Exception problem, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        if (problem instanceof InterruptedException) {
            return 0;
        }
        throw problem;
    }

    /** Hands on the node that a command starts. */
    private record Stage(NodeLauncher launcher, BlockingQueue<RunningNode> nodes)
            implements NodeLauncher {
        @Override
        public RunningNode start(
                Map<String, String> usual, @Nullable Path file, Map<String, String> settings) {
            RunningNode node = launcher.start(usual, file, settings);
            nodes.add(node);
            return node;
        }

        @Override
        public List<SettingHelp> settings() {
            return launcher.settings();
        }

        @Override
        public Machine examine() {
            return launcher.examine();
        }
    }

    private static void look(NodeClient client) {
        client.page("/_gatehouse/status");
        client.json("logs", "DescribeLogGroups", Map.of());
        client.json("lambda", "ListFunctions", Map.of());
        client.json("apigateway", "GetRestApis", Map.of());
        client.json("apigatewayv2", "GetApis", Map.of());
        client.json("sts", "GetCallerIdentity", Map.of());
        client.json("s3", "ListBuckets", Map.of());
    }

    /**
     * A function, invoked however it may end here, and an HTTP API that leads to the node itself.
     */
    private static void deploy(NodeClient client) throws IOException {
        client.json(
                "iam",
                "CreateRole",
                Map.of("RoleName", "rehearsal", "AssumeRolePolicyDocument", TRUST));
        byte[] zip = packageOf("bootstrap", "#!/bin/sh\nexit 0\n");
        client.json(
                "lambda",
                "CreateFunction",
                Map.of(
                        "FunctionName", "rehearsal",
                        "Runtime", "provided.al2023",
                        "Handler", "bootstrap",
                        "Role", ROLE,
                        "Code", Map.of("ZipFile", zip)));
        Map<String, Object> function = Map.of("FunctionName", "rehearsal");
        client.json("lambda", "GetFunction", function);
        byte[] event = "{}".getBytes(StandardCharsets.UTF_8);
        client.json("lambda", "Invoke", Map.of("FunctionName", "rehearsal", "Payload", event));
        JsonNode api =
                client.json(
                        "apigatewayv2",
                        "CreateApi",
                        Map.of(
                                "Name",
                                "rehearsal",
                                "ProtocolType",
                                "HTTP",
                                "Target",
                                client.endpoint().resolve("/_gatehouse/status").toString()));
        client.page("/_aws/execute-api/" + api.path("ApiId").asText() + "/");
    }

    /** A package with an entry as most tools write them, and one as Python does, not compressed. */
    private static byte[] packageOf(String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry stored = new ZipEntry("stored");
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(checksum.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : List.of(new ZipEntry(name), stored)) {
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return bytes.toByteArray();
    }
}
