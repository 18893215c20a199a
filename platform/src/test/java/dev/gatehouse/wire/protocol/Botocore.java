package dev.gatehouse.wire.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.testkit.Fetched;
import dev.gatehouse.wire.format.Structures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has botocore, at least as new as the models, write requests and read answers, many in one run of
 * Python.
 */
public final class Botocore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "1.44.8";
    private static final Path INSTALLED = Path.of("target", "botocore-" + VERSION);

    private Botocore() {}

    /** Answers each line, in order. */
    static List<JsonNode> respond(Path folder, List<Map<String, Object>> lines)
            throws IOException, InterruptedException {
        Path source = folder.resolve("lines.jsonl");
        Path target = folder.resolve("answers.jsonl");
        List<String> texts = new ArrayList<>();
        for (Map<String, Object> line : lines) {
            texts.add(JSON.writeValueAsString(line));
        }
        Files.write(source, texts);
        install();
        python("src/test/python/botocore_wire.py", source.toString(), target.toString());
        List<JsonNode> responses = new ArrayList<>();
        for (String response : Files.readAllLines(target)) {
            responses.add(JSON.readTree(response));
        }
        return responses;
    }

    /** Fetches botocore once into the build folder; nothing of the machine's own is used. */
    private static void install() throws IOException, InterruptedException {
        Fetched.once(
                INSTALLED,
                folder ->
                        python(
                                "-m",
                                "pip",
                                "install",
                                "--quiet",
                                "--target",
                                folder.toString(),
                                "botocore==" + VERSION));
    }

    private static void python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", INSTALLED.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    "the round trips need python3 with pip: " + command + "\n" + output);
        }
    }

    /** botocore's name of a service. */
    static String serviceName(String ours) {
        return switch (ours) {
            case "cognitoidp" -> "cognito-idp";
            case "cognitoidentity" -> "cognito-identity";
            case "states" -> "stepfunctions";
            default -> ours;
        };
    }

    /** A structure in the form the lines use. */
    public static JsonNode tree(Structure structure) {
        return JSON.valueToTree(marked(Structures.toMap(structure)));
    }

    private static Object marked(Object value) {
        return switch (value) {
            case byte[] blob -> Map.of("$blob", Base64.getEncoder().encodeToString(blob));
            case Instant instant -> Map.of("$time", instant.getEpochSecond());
            case List<?> list -> list.stream().map(Botocore::marked).toList();
            case Map<?, ?> map -> {
                Map<String, Object> marked = new LinkedHashMap<>();
                map.forEach((key, entry) -> marked.put(String.valueOf(key), marked(entry)));
                yield marked;
            }
            default -> value;
        };
    }

    /** Numbers compare by value: 7 written by one side may be a long or an int to the other. */
    public static String canonical(JsonNode tree) {
        if (tree.isObject()) {
            List<String> entries = new ArrayList<>();
            tree.properties()
                    .forEach(
                            entry ->
                                    entries.add(
                                            entry.getKey() + ":" + canonical(entry.getValue())));
            entries.sort(null);
            return "{" + String.join(",", entries) + "}";
        }
        if (tree.isArray()) {
            List<String> elements = new ArrayList<>();
            tree.forEach(element -> elements.add(canonical(element)));
            return "[" + String.join(",", elements) + "]";
        }
        return tree.isNumber()
                ? tree.decimalValue().stripTrailingZeros().toPlainString()
                : tree.toString();
    }
}
