package dev.gatehouse.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.app.engine.Engine;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.response.ResponseHandler;
import dev.gatehouse.kernel.NearestWord;
import dev.gatehouse.lambda.code.CodeDownloadHandler;
import dev.gatehouse.lambda.code.CodeDownloads;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.wire.Service;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a node shows of itself, unsigned: a greeting to who opens its address, whether it runs, its
 * status, and packages under links it gave out.
 */
final class NodePages implements Handler<HttpServerRequest> {
    /** No bucket has this name; a key may begin with it, at a bucket's own host. */
    private static final String OWN = "/_gatehouse/";

    private static final String STATUS = "/_gatehouse/status";
    private static final String HEALTH = "/_gatehouse/health";
    private static final String GREETING =
            """
            Gatehouse is running: what Amazon API Gateway and AWS Lambda do, on this machine.

            AWS tools take this address as their endpoint URL; 'gatehouse env' prints the variables for it.
            'gatehouse ls' lists functions and APIs with their URLs; /_gatehouse/status tells what the node is.
            """;
    private static final JsonFactory JSON = new JsonFactory();

    private final Node node;
    private final CodeDownloadHandler packages;
    private final ResponseHandler responses;

    NodePages(Node node, CodeDownloads downloads, CustomResponses customResponses) {
        this.node = node;
        this.packages = new CodeDownloadHandler(downloads);
        this.responses = new ResponseHandler(customResponses);
    }

    boolean serves(HttpServerRequest request) {
        String path = path(request);
        return path.equals(STATUS)
                || path.equals(HEALTH)
                || (path.startsWith(OWN) && isOwnAddress(request.authority()))
                || path.startsWith(CodeDownloads.PATH_PREFIX)
                || path.startsWith(CustomResponses.PATH_PREFIX)
                || (path.equals("/") && isOfNoService(request));
    }

    /** A browser's or curl's: a call of a service is signed, or names a bucket in its host. */
    private static boolean isOfNoService(HttpServerRequest request) {
        return request.method() == HttpMethod.GET
                && request.query() == null
                && !request.headers().contains("authorization")
                && isOwnAddress(request.authority());
    }

    private static boolean isOwnAddress(@Nullable HostAndPort authority) {
        return authority != null && authority.host().matches("localhost|[\\d.]+|\\[.*]");
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (path(request)) {
            case STATUS -> respond(request, "application/json", Buffer.buffer(status()));
            case HEALTH ->
                    respond(request, "application/json", Buffer.buffer("{\"status\":\"running\"}"));
            case "/" -> respond(request, "text/plain", Buffer.buffer(GREETING));
            default -> handleByPrefix(request, path(request));
        }
    }

    private void handleByPrefix(HttpServerRequest request, String path) {
        if (path.startsWith(CustomResponses.PATH_PREFIX)) {
            responses.handle(request);
        } else if (path.startsWith(CodeDownloads.PATH_PREFIX)) {
            packages.handle(request);
        } else {
            request.response().setStatusCode(404);
            respond(request, "text/plain", Buffer.buffer(unknown(path)));
        }
    }

    private static String unknown(String path) {
        List<String> pages = List.of(STATUS, HEALTH, MetricsPage.PATH);
        return "There is no such page; did you mean %s?%n".formatted(NearestWord.to(path, pages));
    }

    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "/" : path;
    }

    private static void respond(HttpServerRequest request, String type, Buffer page) {
        request.response().putHeader("content-type", type).end(page);
    }

    /** Written member by member: the first page after a start loads no object mapper. */
    private byte[] status() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator status = JSON.createGenerator(bytes)) {
            status.writeStartObject();
            status.writeStringField("status", "running");
            writeHome(status, node.config());
            status.writeBooleanField(
                    "debug", node.config().functions().environments().languages().debug());
            writeSandbox(status, node.sandbox());
            writeElsewhere(status, node);
            status.writeArrayFieldStart("services");
            for (Service service : node.services()) {
                status.writeString(service.model().name());
            }
            status.writeEndArray();
            status.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeHome(JsonGenerator status, Config config) throws IOException {
        status.writeStringField("account", config.home().account().value());
        status.writeStringField("region", config.home().region().name());
        status.writeStringField("store", config.store().url().split(":", 2)[0]);
    }

    /** The services of others, and where they are. */
    private static void writeElsewhere(JsonGenerator status, Node node) throws IOException {
        Config.Elsewhere elsewhere = node.config().elsewhere();
        status.writeObjectFieldStart("elsewhere");
        for (Map.Entry<String, URI> each : new TreeMap<>(elsewhere.endpoints()).entrySet()) {
            status.writeStringField(each.getKey(), each.getValue().toString());
        }
        for (String service : new TreeSet<>(elsewhere.engine())) {
            if (!elsewhere.endpoints().containsKey(service)) {
                String state = Engine.NAME + ", in memory; " + node.engine().state();
                status.writeStringField(service, state);
            }
        }
        status.writeEndObject();
    }

    private static void writeSandbox(JsonGenerator status, SandboxReport sandbox)
            throws IOException {
        status.writeStringField("sandbox", sandbox.level().title());
        status.writeStringField("memory", sandbox.memory());
        status.writeStringField("outbound", sandbox.outbound());
        status.writeStringField("storage", sandbox.storage());
        status.writeArrayFieldStart("warnings");
        for (String warning : sandbox.warnings()) {
            status.writeString(warning);
        }
        status.writeEndArray();
    }
}
