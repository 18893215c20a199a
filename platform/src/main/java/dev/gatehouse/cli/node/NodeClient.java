package dev.gatehouse.cli.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.EndpointClient;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.client.http.CallLimits;
import dev.gatehouse.client.http.Connections;
import dev.gatehouse.client.http.Retries;
import dev.gatehouse.client.http.Signing;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** A node as commands call it: its AWS services, and pages of its own. */
public final class NodeClient implements AwsClient {
    /** A debugger may hold a function for as long. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    /** Timestamps in outputs lose their form; no command looks at them. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(MapperFeature.REQUIRE_HANDLERS_FOR_JAVA8_TIMES).build();

    private final Connections connections;
    private final EndpointClient services;

    public NodeClient(URI endpoint, Region region, AccessKey key) {
        this.connections = new Connections(endpoint, CallLimits.DEFAULT.within(PATIENCE));
        this.services =
                new EndpointClient(
                        connections,
                        Retries.none(),
                        new Signing(key, region, new SigningKeys(), Clock.SYSTEM),
                        Map.of());
    }

    public URI endpoint() {
        return connections.endpoint();
    }

    public Region region() {
        return services.signing().region();
    }

    public AccessKey key() {
        return services.signing().key();
    }

    /** An unsigned GET of one of the node's own pages. */
    public JsonNode page(String path) {
        AwsRequest request = new AwsRequest("GET", path, "", Headers.NONE, new byte[0]);
        AwsResponse response = told(() -> connections.exchange(request));
        String text = new String(response.bytes(), StandardCharsets.UTF_8);
        if (!response.succeeded()) {
            throw new CommandException("HTTP %d: %s".formatted(response.status(), text));
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException problem) {
            throw new CommandException("the response is not JSON; is it a Gatehouse node?");
        }
    }

    /** Calls an operation with members by the model's names. */
    public JsonNode json(String service, String operation, Map<String, ?> input) {
        return JSON.valueToTree(call(service, operation, input));
    }

    @Override
    public Structure call(OperationModel operation, Structure input) {
        return told(() -> services.call(operation, input));
    }

    @Override
    public InputStream payload(OperationModel operation, Structure input) {
        return told(() -> services.payload(operation, input));
    }

    @Override
    public AwsResponse send(String service, AwsRequest request) {
        return told(() -> services.send(service, request));
    }

    /** Says errors as a person at a keyboard wants them. */
    private <T> T told(Supplier<T> call) {
        try {
            return call.get();
        } catch (ServiceException error) {
            if (error.code().equals(Connections.NOT_REACHABLE)) {
                throw new CommandException(
                        "no node responds at %s; start one with 'gatehouse up'"
                                .formatted(endpoint()));
            }
            throw new CommandException(error.code(), error.code() + ": " + error.text());
        }
    }
}
