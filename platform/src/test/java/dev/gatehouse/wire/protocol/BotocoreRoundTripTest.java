package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.ErrorTrait;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of every model, both ways, against the client library the models came from. */
@Tag("node")
class BotocoreRoundTripTest {
    /** S3 wraps this one response's text in no element, which botocore mends outside its parser. */
    private static final Set<String> ANSWERS_MENDED_OUTSIDE_THE_PARSER =
            Set.of("s3:GetBucketLocation");

    /** Told apart by the host they are sent to. */
    private static final Set<String> SAME_PATH = Set.of("s3:ListDirectoryBuckets");

    /** Their old members share names on the wire with the new ones. */
    private static final Set<String> AMBIGUOUS =
            Set.of("s3:PutBucketNotification", "s3:GetBucketNotification");

    private final List<Map<String, Object>> lines = new ArrayList<>();
    private final List<Consumer<JsonNode>> checks = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    @TempDir Path folder;

    @Test
    void requestsOfBotocoreDecodeToWhatItsCallerGave() throws Exception {
        forEachOperation(this::input);
        assertThat(run()).isGreaterThan(1_400);
    }

    @Test
    void botocoreReadsFromOurAnswersWhatTheHandlerGave() throws Exception {
        forEachOperation(this::output);
        assertThat(run()).isGreaterThan(1_400);
    }

    @Test
    void botocoreReadsCodeAndMessageFromOurErrors() throws Exception {
        forEachOperation(this::errors);
        assertThat(run()).isGreaterThan(4_000);
    }

    private interface Probe {
        void add(OperationModel operation, ProtocolName protocol);
    }

    private static void forEachOperation(Probe probe) {
        for (String service : SampleValues.SERVICES) {
            ServiceModel model = ServiceModel.load(service);
            for (ProtocolName protocol : model.wire().protocols()) {
                model.operations().forEach(operation -> probe.add(operation, protocol));
            }
        }
    }

    /** Runs all probes; returns how many there were. */
    private int run() throws Exception {
        List<JsonNode> responses = Botocore.respond(folder, lines);
        assertThat(responses).hasSameSizeAs(lines);
        for (int i = 0; i < responses.size(); i++) {
            JsonNode failure = responses.get(i).get("failure");
            if (failure == null) {
                checks.get(i).accept(responses.get(i).get("result"));
            } else {
                differences.add(lines.get(i).get("operation") + ": " + failure.asText());
            }
        }
        assertThat(differences).isEmpty();
        return responses.size();
    }

    private void input(OperationModel operation, ProtocolName protocol) {
        if (AMBIGUOUS.contains(operation.toString())) {
            return;
        }
        Structure sample = SampleValues.of(operation.input());
        Map<String, Object> line = line("input", operation, protocol);
        line.put("value", Botocore.tree(sample));
        add(line, response -> compareRequest(operation, protocol, sample, response));
    }

    private void compareRequest(
            OperationModel operation, ProtocolName protocol, Structure sample, JsonNode response) {
        WireRequest request = request(response);
        Identified found = Operations.of(operation.service()).identify(request);
        Identified wanted = new Identified.Known(Protocol.of(protocol), operation);
        boolean shared = operation.deprecated() || SAME_PATH.contains(operation.toString());
        if (!shared && !found.equals(wanted)) {
            differences.add(operation + ": identified as " + found);
            return;
        }
        try {
            Structure decoded = Protocol.of(protocol).decode(operation, request);
            compare(operation, Botocore.tree(sample), Botocore.tree(decoded));
        } catch (ServiceException rejection) {
            differences.add(operation + ": " + rejection.text());
        }
    }

    private static WireRequest request(JsonNode response) {
        Headers.Builder headers = Headers.builder();
        response.get("headers")
                .forEach(header -> headers.add(header.get(0).asText(), header.get(1).asText()));
        String[] url = response.get("url").asText().split("\\?", 2);
        return new WireRequest(
                response.get("method").asText(),
                url[0],
                url.length > 1 ? url[1] : "",
                headers.build(),
                Base64.getDecoder().decode(response.get("body").asText()),
                "127.0.0.1");
    }

    private void output(OperationModel operation, ProtocolName protocol) {
        boolean streams =
                operation.output().members().stream()
                        .anyMatch(member -> member.shape().is(Shape.Flag.EVENT_STREAM));
        boolean ambiguous = AMBIGUOUS.contains(operation.toString());
        if (streams
                || ambiguous
                || ANSWERS_MENDED_OUTSIDE_THE_PARSER.contains(operation.toString())) {
            return;
        }
        Structure sample = SampleValues.of(operation.output());
        WireResponse response = Protocol.of(protocol).encode(operation, sample, RequestId.next());
        add(
                answerLine("output", operation, protocol, response),
                read -> compare(operation, Botocore.tree(sample), read));
    }

    private void errors(OperationModel operation, ProtocolName protocol) {
        for (Shape error : operation.errors()) {
            ServiceException exception =
                    new ServiceException(error.name(), 400, "no <such> thing & more");
            WireResponse response =
                    Protocol.of(protocol)
                            .encodeError(operation.service(), exception, RequestId.next());
            add(
                    answerLine("error", operation, protocol, response),
                    read -> compareError(operation, protocol, error, read));
        }
    }

    private void compareError(
            OperationModel operation, ProtocolName protocol, Shape error, JsonNode response) {
        ErrorTrait trait = error.error();
        String code = trait == null ? null : trait.code();
        boolean byCode =
                code != null
                        && (protocol == ProtocolName.AWS_QUERY
                                || protocol == ProtocolName.REST_XML
                                || operation.service().wire().queryCompatible());
        String wanted = byCode ? code : error.name();
        String got = response.get("code").asText() + "/" + response.get("message").asText();
        if (!got.equals(wanted + "/no <such> thing & more")) {
            differences.add(operation + ": " + error + " reads as " + got);
        }
    }

    private static Map<String, Object> line(
            String kind, OperationModel operation, ProtocolName protocol) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        line.put("service", Botocore.serviceName(operation.service().name()));
        line.put("protocol", protocol.text());
        line.put("operation", operation.name());
        return line;
    }

    private static Map<String, Object> answerLine(
            String kind, OperationModel operation, ProtocolName protocol, WireResponse response) {
        Map<String, Object> line = line(kind, operation, protocol);
        line.put("status", response.status());
        List<List<String>> headers = new ArrayList<>();
        response.headers().forEach((name, value) -> headers.add(List.of(name, value)));
        line.put("headers", headers);
        line.put("body", Base64.getEncoder().encodeToString(Requests.bytes(response)));
        return line;
    }

    private void add(Map<String, Object> line, Consumer<JsonNode> check) {
        lines.add(line);
        checks.add(check);
    }

    private void compare(OperationModel operation, JsonNode wanted, JsonNode got) {
        if (!Botocore.canonical(wanted).equals(Botocore.canonical(got))) {
            differences.add(operation + ":\n  wanted " + wanted + "\n  got    " + got);
        }
    }
}
