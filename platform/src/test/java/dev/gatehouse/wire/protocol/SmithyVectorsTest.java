package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.wire.format.Structures;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's side of Smithy's protocol vectors: requests are read, responses are written. */
@Tag("node")
class SmithyVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    @Test
    void requestsReadAsTheirVectorsSay() throws Exception {
        Map<String, String> failures = new TreeMap<>();
        for (ProtocolVectors.Vector vector : ProtocolVectors.inputs(folder)) {
            check(vector, failures, SmithyVectorsTest::readRequest);
        }
        assertThat(failures.keySet())
                .as(String.join("\n", failures.entrySet().stream().map(Object::toString).toList()))
                .isEqualTo(skipped("requests"));
    }

    @Test
    void responsesAreWrittenAsTheirVectorsSay() throws Exception {
        Map<String, String> failures = new TreeMap<>();
        for (ProtocolVectors.Vector vector : ProtocolVectors.outputs(folder)) {
            if (vector.facts().has("result")) {
                check(vector, failures, SmithyVectorsTest::writeResponse);
            }
        }
        assertThat(failures.keySet())
                .as(String.join("\n", failures.entrySet().stream().map(Object::toString).toList()))
                .isEqualTo(skipped("responses"));
    }

    private interface Check {
        /** Returns what differs, or nothing. */
        String difference(ProtocolVectors.Vector vector) throws Exception;
    }

    private static void check(
            ProtocolVectors.Vector vector, Map<String, String> failures, Check check) {
        String difference;
        try {
            difference = check.difference(vector);
        } catch (Exception | StackOverflowError problem) {
            difference = problem.toString();
        }
        if (!difference.isEmpty()) {
            failures.put(vector.id(), difference);
        }
    }

    /** The vectors that do not hold here, each with its reason, from the list beside this class. */
    private static TreeSet<String> skipped(String kind) throws IOException {
        JsonNode list =
                JSON.readTree(SmithyVectorsTest.class.getResourceAsStream("skipped-vectors.json"));
        TreeSet<String> names = new TreeSet<>();
        list.get(kind).properties().forEach(entry -> names.add(entry.getKey()));
        return names;
    }

    private static String readRequest(ProtocolVectors.Vector vector) {
        OperationModel operation = vector.operation();
        ProtocolName name = operation.service().wire().protocols().getFirst();
        WireRequest request = request(name, vector.facts().get("serialized"));
        Identified found = Operations.of(operation.service()).identify(request);
        if (!found.equals(new Identified.Known(Protocol.of(name), operation))) {
            return "identified as " + found;
        }
        Structure decoded = Protocol.of(name).decode(operation, request);
        Structure wanted = structure(operation.input(), vector.facts().get("params"));
        return difference(plain(Structures.toMap(wanted)), plain(Structures.toMap(decoded)));
    }

    private static WireRequest request(ProtocolName protocol, JsonNode serialized) {
        Headers.Builder headers = Headers.builder();
        serialized
                .path("headers")
                .properties()
                .forEach(header -> headers.add(header.getKey(), header.getValue().asText()));
        String[] uri = serialized.get("uri").asText().split("\\?", 2);
        return new WireRequest(
                serialized.path("method").asText("POST"),
                uri[0],
                uri.length > 1 ? uri[1] : "",
                headers.build(),
                body(protocol, serialized),
                "127.0.0.1");
    }

    private static byte[] body(ProtocolName protocol, JsonNode message) {
        String text = message.path("body").asText("");
        return protocol == ProtocolName.RPC_V2_CBOR
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String writeResponse(ProtocolVectors.Vector vector) throws Exception {
        OperationModel operation = vector.operation();
        ProtocolName name = operation.service().wire().protocols().getFirst();
        Structure output = structure(operation.output(), vector.facts().get("result"));
        WireResponse response = Protocol.of(name).encode(operation, output, RequestId.next());
        JsonNode wanted = vector.facts().get("response");
        if (response.status() != wanted.path("status_code").asInt(200)) {
            return "status " + response.status();
        }
        String headers = headers(wanted.path("headers"), response);
        return headers.isEmpty()
                ? BodyForm.of(name)
                        .difference(
                                body(name, wanted), Requests.bytes(response), operation.output())
                : headers;
    }

    private static String headers(JsonNode wanted, WireResponse response) {
        List<String> missing = new ArrayList<>();
        wanted.properties()
                .forEach(
                        header -> {
                            String got = response.headers().first(header.getKey());
                            String text = header.getValue().asText();
                            if (!text.equals(got)) {
                                missing.add(header.getKey() + ": " + text + ", got " + got);
                            }
                        });
        return String.join("; ", missing);
    }

    private static Structure structure(Shape shape, JsonNode members) {
        Map<String, Object> values = new LinkedHashMap<>();
        members.properties()
                .forEach(
                        member -> {
                            Member known = shape.member(member.getKey());
                            if (known != null && !member.getValue().isNull()) {
                                values.put(
                                        member.getKey(), value(known.shape(), member.getValue()));
                            }
                        });
        return Structures.fromMap(shape, values);
    }

    /** A vector's value in the form our callers use: blobs as bytes, timestamps as instants. */
    private static Object value(Shape shape, JsonNode value) {
        return switch (shape.type()) {
            case STRUCTURE -> structure(shape, value);
            case LIST -> {
                List<Object> list = new ArrayList<>();
                value.forEach(
                        element -> {
                            if (!element.isNull()) {
                                list.add(value(shape.element().shape(), element));
                            }
                        });
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.properties()
                        .forEach(
                                entry -> {
                                    if (!entry.getValue().isNull()) {
                                        map.put(
                                                entry.getKey(),
                                                value(shape.value().shape(), entry.getValue()));
                                    }
                                });
                yield map;
            }
            case BLOB -> value.asText().getBytes(StandardCharsets.UTF_8);
            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, STRING, TIMESTAMP, DOCUMENT ->
                    JSON.convertValue(value, Object.class);
        };
    }

    private static String difference(Object wanted, Object got) {
        return wanted.equals(got) ? "" : "wanted " + wanted + " got " + got;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case byte[] blob -> "blob " + Base64.getEncoder().encodeToString(blob);
            case Float number -> number.doubleValue();
            case Long number -> number;
            case Integer number -> number.longValue();
            case List<?> list -> list.stream().map(SmithyVectorsTest::plain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> plain = new TreeMap<>();
                map.forEach((key, entry) -> plain.put(String.valueOf(key), plain(entry)));
                yield plain;
            }
            default -> value;
        };
    }
}
