package dev.gatehouse.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.lambda.code.CodeDownloadHandler;
import dev.gatehouse.lambda.code.CodeDownloads;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** What a node shows of itself, unsigned: its status, and packages under links it gave out. */
final class NodePages implements Handler<HttpServerRequest> {
    private static final String STATUS = "/_gatehouse/status";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Node node;
    private final CodeDownloadHandler packages;

    NodePages(Node node, CodeDownloads downloads) {
        this.node = node;
        this.packages = new CodeDownloadHandler(downloads);
    }

    boolean serves(String path) {
        return path.equals(STATUS) || path.startsWith(CodeDownloads.PATH_PREFIX);
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (STATUS.equals(request.path())) {
            request.response()
                    .putHeader("content-type", "application/json")
                    .end(status().toString());
            return;
        }
        packages.handle(request);
    }

    private ObjectNode status() {
        Config config = node.config();
        SandboxReport sandbox = node.sandbox();
        ObjectNode status = JSON.createObjectNode().put("status", "running");
        status.put("account", config.home().account().value());
        status.put("region", config.home().region().name());
        status.put("store", config.store().split(":", 2)[0]);
        status.put("sandbox", sandbox.level().title());
        status.put("memory", sandbox.memory());
        status.put("outbound", sandbox.outbound());
        status.put("storage", sandbox.storage());
        ArrayNode warnings = status.putArray("warnings");
        sandbox.warnings().forEach(warnings::add);
        ObjectNode services = status.putObject("services");
        node.services()
                .forEach(
                        service ->
                                services.put(service.model().name(), service.operations().size()));
        return status;
    }
}
