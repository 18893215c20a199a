package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.kernel.FileTrees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the build runs to train the start-up cache: a node on a free port with data of its own, and
 * the requests that a first minute usually brings.
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
    public Integer call() throws IOException {
        Gatehouse.commandLine(launcher).getUsageMessage();
        Path data = Files.createTempDirectory("gatehouse-rehearsal");
        Map<String, String> settings =
                Map.of(
                        "data", data.toString(),
                        "port", "0",
                        // Its API leads to the node itself.
                        "integration.allow", "127.0.0.1:*");
        try (NodeLauncher.RunningNode node = launcher.start(null, settings)) {
            look(node.client());
            deploy(node.client());
        } finally {
            FileTrees.deleteIfExists(data);
        }
        return 0;
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
