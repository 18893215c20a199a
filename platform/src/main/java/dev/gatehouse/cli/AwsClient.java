package dev.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.Signer;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.Region;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signed calls to a node's AWS APIs. */
public final class AwsClient {
    /** The longest a function may run, and a little. */
    private static final Duration PATIENCE = Duration.ofSeconds(930);

    /** How long the node may take for a page of its own. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final SigningKeys keys = new SigningKeys();
    private final URI endpoint;
    private final Region region;
    private final AccessKey key;

    public AwsClient(URI endpoint, Region region, AccessKey key) {
        this.endpoint = endpoint;
        this.region = region;
        this.key = key;
    }

    URI endpoint() {
        return endpoint;
    }

    Region region() {
        return region;
    }

    AccessKey key() {
        return key;
    }

    /** An operation of a JSON 1.1 service. */
    JsonNode json(String service, String target, JsonNode input) {
        Map<String, String> headers =
                Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", target);
        byte[] body = input.toString().getBytes(StandardCharsets.UTF_8);
        return parse(send(service, "POST", "/", headers, body).body());
    }

    /** An unsigned GET of the node's own pages. */
    JsonNode get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.resolve(path)).timeout(SOON).GET().build();
        return parse(answered(request).body());
    }

    /**
     * A signed request.
     *
     * @param target path and query, percent-encoded
     * @throws CommandException the node is not there, or refused; with its message
     */
    HttpResponse<byte[]> send(
            String service,
            String method,
            String target,
            Map<String, String> headers,
            byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve(target))
                        .timeout(PATIENCE)
                        .method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        signature(service, method, target, headers, body).forEach(request::header);
        return answered(request.build());
    }

    private Map<String, String> signature(
            String service,
            String method,
            String target,
            Map<String, String> headers,
            byte[] body) {
        Map<String, String> signed = new LinkedHashMap<>(headers);
        signed.put("host", endpoint.getAuthority());
        int query = target.indexOf('?');
        SignableRequest request =
                SignableRequest.of(
                        method,
                        query < 0 ? target : target.substring(0, query),
                        query < 0 ? "" : target.substring(query + 1),
                        signed.entrySet());
        return new Signer(region, service, keys).sign(request, body, key, Instant.now());
    }

    private HttpResponse<byte[]> answered(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 400) {
                String refusal = ErrorText.of(answer);
                throw new CommandException(refusal.split(":", 2)[0], refusal);
            }
            return answer;
        } catch (ConnectException | HttpConnectTimeoutException problem) {
            throw new CommandException(
                    "no node answers at %s; start one with 'gatehouse up'".formatted(endpoint));
        } catch (IOException problem) {
            throw new CommandException(
                    "the node at %s did not answer to the end: %s".formatted(endpoint, problem));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException problem) {
            throw new CommandException("the node's answer is not JSON; is it a Gatehouse node?");
        }
    }
}
