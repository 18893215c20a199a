package dev.gatehouse.wire.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.CompiledModels;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.testkit.Fetched;
import dev.gatehouse.wirecompiler.WireCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Smithy's test vectors of the AWS protocols, in the form in which botocore's source package
 * carries them: small models, each with cases of values and what they are on the wire. Fetched once
 * into the build folder; the models go through our importer and compiler as those of real services
 * do.
 */
final class ProtocolVectors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "1.43.11";
    private static final Path FETCHED = Path.of("target", "botocore-vectors-" + VERSION);

    private static final List<String> FILES =
            List.of("json", "json_1_0", "query", "rest-json", "rest-xml", "smithy-rpc-v2-cbor");

    /**
     * One case.
     *
     * @param id Smithy's name of it, unique within its file
     * @param facts the case as the file has it
     */
    record Vector(String id, OperationModel operation, JsonNode facts) {
        @Override
        public String toString() {
            return id;
        }
    }

    private ProtocolVectors() {}

    /** How inputs look as requests. */
    static List<Vector> inputs(Path folder) throws IOException, InterruptedException {
        return read("input", folder);
    }

    /** How outputs and errors look as responses. */
    static List<Vector> outputs(Path folder) throws IOException, InterruptedException {
        return read("output", folder);
    }

    private static List<Vector> read(String kind, Path folder)
            throws IOException, InterruptedException {
        Fetched.once(FETCHED, ProtocolVectors::fetch);
        Map<String, JsonNode> suites = new LinkedHashMap<>();
        Path data = folder.resolve("data");
        for (String file : FILES) {
            for (JsonNode suite :
                    JSON.readTree(FETCHED.resolve(kind + "/" + file + ".json").toFile())) {
                String name = "vectors" + suites.size();
                suites.put(name, suite);
                Path model = Files.createDirectories(data.resolve(name).resolve("1"));
                JSON.writeValue(model.resolve("service-2.json").toFile(), model(name, suite));
            }
        }
        Path resources = compile(data, folder, List.copyOf(suites.keySet()));
        List<Vector> vectors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> suite : suites.entrySet()) {
            ServiceModel service = CompiledModels.load(resources, suite.getKey());
            for (JsonNode facts : suite.getValue().get("cases")) {
                OperationModel operation =
                        service.operation(facts.get("given").get("name").asText());
                vectors.add(new Vector(facts.get("id").asText(), operation, facts));
            }
        }
        return vectors;
    }

    private static JsonNode model(String name, JsonNode suite) {
        ObjectNode metadata = suite.get("metadata").deepCopy();
        metadata.put("serviceId", name).put("endpointPrefix", name);
        ObjectNode operations = JSON.createObjectNode();
        for (JsonNode facts : suite.get("cases")) {
            String operation = facts.get("given").get("name").asText();
            ObjectNode given = facts.get("given").deepCopy();
            if (given.get("output") instanceof ObjectNode output
                    && metadata.get("protocol").asText().equals("query")) {
                output.put("resultWrapper", operation + "Result");
            }
            operations.set(operation, given);
        }
        ObjectNode model = JSON.createObjectNode();
        model.set("metadata", metadata);
        model.set("operations", operations);
        model.set("shapes", suite.get("shapes"));
        return model;
    }

    private static Path compile(Path data, Path folder, List<String> services)
            throws IOException, InterruptedException {
        Path models = Files.createDirectories(folder.resolve("models"));
        Path resources = folder.resolve("compiled/resources");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("../tools/ImportModels.java", data.toString(), models.toString()));
        command.addAll(services);
        run(command);
        WireCompiler.main(
                new String[] {
                    models.toString(),
                    folder.resolve("compiled/sources").toString(),
                    resources.toString()
                });
        return resources;
    }

    /** The vectors out of botocore's source package. */
    private static void fetch(Path folder) throws IOException, InterruptedException {
        run(
                List.of(
                        "python3",
                        "-m",
                        "pip",
                        "download",
                        "--quiet",
                        "--no-deps",
                        "--no-binary=botocore",
                        "--dest=" + folder,
                        "botocore==" + VERSION));
        Path archive = folder.resolve("botocore-" + VERSION + ".tar.gz");
        run(
                List.of(
                        "tar",
                        "xzf",
                        archive.toString(),
                        "-C",
                        folder.toString(),
                        "--strip-components=4",
                        "botocore-" + VERSION + "/tests/unit/protocols"));
        Files.delete(archive);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + command + "\n" + output);
        }
    }
}
