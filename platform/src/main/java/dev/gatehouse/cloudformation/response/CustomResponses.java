package dev.gatehouse.cloudformation.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The responses that requests of custom resources wait for. Each request gets a URL of its own
 * under a host of S3's, as on AWS; who has it may respond, and is heard the first time
 * (CloudFormation User Guide, "Custom resource response objects").
 */
public final class CustomResponses {
    /** What the path of every URL starts with. */
    public static final String PATH_PREFIX = "/_aws/cloudformation/response/";

    /** Bytes of a response. */
    static final int LONGEST = 4096;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TOKEN_BYTES = 32;

    /** How long a URL takes responses, also those that are one too many. */
    private static final Duration LIFETIME = Duration.ofHours(2);

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    /** Until when a response under a token is taken. */
    private final Map<String, Instant> expiries = new ConcurrentHashMap<>();

    private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
    private final Map<String, Signals> handles = new ConcurrentHashMap<>();

    /** By stack and resource; no URL leads to these. */
    private final Map<String, Signals> resources = new ConcurrentHashMap<>();

    public CustomResponses(Clock clock) {
        this.clock = clock;
    }

    /** A response that is waited for, until this is closed. */
    public final class Ticket implements AutoCloseable {
        private final String token;
        private final Region region;
        private final CompletableFuture<JsonNode> response = new CompletableFuture<>();

        private Ticket(String token, Region region) {
            this.token = token;
            this.region = region;
        }

        /** Where to put the response. */
        public String url() {
            return "https://cloudformation-custom-resource-response-%s.s3.%s.amazonaws.com%s%s"
                    .formatted(region.name().replace("-", ""), region.name(), PATH_PREFIX, token);
        }

        /** The first response; empty when none came in time. */
        public Optional<JsonNode> await(Duration patience) {
            try {
                return Optional.of(response.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException | ExecutionException none) {
                return Optional.empty();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            awaited.remove(token);
        }
    }

    /** Waits for a response from now on. */
    public Ticket open(Region region) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        Ticket ticket = new Ticket(HexFormat.of().formatHex(token), region);
        Instant now = clock.now();
        expiries.values().removeIf(now::isAfter);
        expiries.put(ticket.token, now.plus(LIFETIME));
        awaited.put(ticket.token, ticket.response);
        return ticket;
    }

    /** The URL of a new wait condition handle, which any number of signals may be put to. */
    public String handle(Region region) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        String name = HexFormat.of().formatHex(token);
        handles.put(name, new Signals());
        return "https://cloudformation-waitcondition-%s.s3.%s.amazonaws.com%s%s"
                .formatted(region.name(), region.name(), PATH_PREFIX, name);
    }

    /** What is put to the URL of a handle; also of one that a node before this one made. */
    public Signals signals(String url) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        return handles.computeIfAbsent(name, _ -> new Signals());
    }

    /** What resources that wait for it are signalled by SignalResource. */
    public Signals signals(String stackId, String logicalId) {
        return resources.computeIfAbsent(stackId + "/" + logicalId, _ -> new Signals());
    }

    /** Hears of a resource no longer. */
    public void forget(String stackId, String logicalId) {
        resources.remove(stackId + "/" + logicalId);
    }

    /** Hears of a handle no longer. */
    public void forget(String url) {
        handles.remove(url.substring(url.lastIndexOf('/') + 1));
    }

    /**
     * Takes a response; one that is no longer waited for changes nothing.
     *
     * @return whether this path takes responses
     */
    boolean take(String path, byte[] body) {
        String token = path.substring(PATH_PREFIX.length());
        Signals signals = handles.get(token);
        if (signals != null) {
            signals.add(parsed(body));
            return true;
        }
        CompletableFuture<JsonNode> waiting = awaited.get(token);
        if (waiting != null) {
            waiting.complete(parsed(body));
            return true;
        }
        Instant expiry = expiries.get(token);
        return expiry != null && clock.now().isBefore(expiry);
    }

    /** What is no JSON is a response too: one that says why it failed. */
    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode response = JSON.readTree(body);
            if (response.isObject()) {
                return response;
            }
        } catch (JsonProcessingException malformed) {
            return failure("Invalid response object: not well-formed JSON");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return failure("Invalid response object: not a JSON object");
    }

    private static JsonNode failure(String reason) {
        return JSON.createObjectNode().put("Status", "FAILED").put("Reason", reason);
    }
}
