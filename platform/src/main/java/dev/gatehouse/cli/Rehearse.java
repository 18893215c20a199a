package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.FileTrees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
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
    private static final ObjectMapper JSON = new ObjectMapper();
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
        Map<String, String> settings = Map.of("data", data.toString(), "port", "0");
        try (NodeLauncher.RunningNode node = launcher.start(null, settings)) {
            look(node.client());
            deploy(node.client());
        } finally {
            FileTrees.deleteIfExists(data);
        }
        return 0;
    }

    private static void look(AwsClient client) {
        client.get("/_gatehouse/status");
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        client.json("logs", "Logs_20140328.DescribeLogGroups", empty);
        client.send("lambda", "GET", "/2015-03-31/functions/", Map.of(), new byte[0]);
        client.send("apigateway", "GET", "/restapis", Map.of(), new byte[0]);
        client.send("apigateway", "GET", "/v2/apis", Map.of(), new byte[0]);
        query(client, "sts", "Action=GetCallerIdentity&Version=2011-06-15");
        client.send("s3", "GET", "/", Map.of(), new byte[0]);
    }

    /**
     * A function, invoked however it may end here, and an HTTP API that leads to the node itself.
     */
    private static void deploy(AwsClient client) throws IOException {
        query(
                client,
                "iam",
                "Action=CreateRole&Version=2010-05-08&RoleName=rehearsal&AssumeRolePolicyDocument="
                        + URLEncoder.encode(TRUST, StandardCharsets.UTF_8));
        ObjectNode function =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("FunctionName", "rehearsal")
                        .put("Runtime", "provided.al2023")
                        .put("Handler", "bootstrap")
                        .put("Role", ROLE);
        function.putObject("Code").put("ZipFile", packageOf("bootstrap", "#!/bin/sh\nexit 0\n"));
        post(client, "lambda", "/2015-03-31/functions", function);
        client.send("lambda", "GET", "/2015-03-31/functions/rehearsal", Map.of(), new byte[0]);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        post(client, "lambda", "/2015-03-31/functions/rehearsal/invocations", event);
        ObjectNode api =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", "rehearsal")
                        .put("protocolType", "HTTP")
                        .put("target", client.endpoint().resolve("/_gatehouse/status").toString());
        JsonNode made = post(client, "apigateway", "/v2/apis", api);
        client.get("/_aws/execute-api/" + made.path("apiId").asText() + "/");
    }

    private static void query(AwsClient client, String service, String form) {
        client.send(
                service,
                "POST",
                "/",
                Map.of("content-type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode post(AwsClient client, String service, String path, ObjectNode input)
            throws IOException {
        Map<String, String> headers = Map.of("content-type", "application/json");
        byte[] body = input.toString().getBytes(StandardCharsets.UTF_8);
        return JSON.readTree(client.send(service, "POST", path, headers, body).body());
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
