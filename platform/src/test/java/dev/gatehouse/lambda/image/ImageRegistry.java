package dev.gatehouse.lambda.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** A registry that asks its callers for tokens, with images that tests make. */
public final class ImageRegistry implements AutoCloseable {
    private static final String TOKEN = "let-me-in";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpServer server;
    private final Map<String, byte[]> content = new ConcurrentHashMap<>();

    private ImageRegistry(HttpServer server) {
        this.server = server;
    }

    public static ImageRegistry start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ImageRegistry registry = new ImageRegistry(server);
        server.createContext("/v2/", registry::serve);
        server.createContext("/token", registry::token);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return registry;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Makes an image.
     *
     * @param name repository and tag, with a colon between them
     * @param config the member {@code config} of its configuration
     * @return the digest of its manifest, in hexadecimal
     */
    public String put(String name, String config, List<byte[]> layers) throws IOException {
        String configuration =
                blob(name, ("{\"config\":" + config + "}").getBytes(StandardCharsets.UTF_8));
        StringBuilder digests = new StringBuilder();
        for (byte[] layer : layers) {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(layer);
            }
            digests.append(digests.isEmpty() ? "" : ",")
                    .append("{\"digest\":\"")
                    .append(blob(name, zipped.toByteArray()))
                    .append("\"}");
        }
        byte[] manifest =
                ("{\"schemaVersion\":2,\"config\":{\"digest\":\"%s\"},\"layers\":[%s]}"
                                .formatted(configuration, digests))
                        .getBytes(StandardCharsets.UTF_8);
        String digest = digest(manifest);
        String[] parts = name.split(":", 2);
        content.put("/v2/" + parts[0] + "/manifests/" + parts[1], manifest);
        content.put("/v2/" + parts[0] + "/manifests/" + digest, manifest);
        return digest.substring("sha256:".length());
    }

    /** Makes the layers of a repository other than their digests say. */
    public void spoilLayers(String repository) {
        byte[] empty = new Tar().bytes();
        content.replaceAll(
                (path, bytes) ->
                        path.startsWith("/v2/" + repository + "/blobs/") && bytes[0] == 0x1f
                                ? empty
                                : bytes);
    }

    /** What there is of a repository, by path: blobs first, as they have to be pushed. */
    public SortedMap<String, byte[]> content(String repository) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        content.forEach(
                (path, bytes) -> {
                    if (path.startsWith("/v2/" + repository + '/')) {
                        found.put(path, bytes);
                    }
                });
        return found;
    }

    /** An image as an OCI layout in a tar. */
    public byte[] layout(String repository, String tag) {
        Tar tar = new Tar();
        tar.file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        String digest = digest(content.get("/v2/" + repository + "/manifests/" + tag));
        tar.file(
                "index.json",
                """
                {"schemaVersion":2,"manifests":[{"digest":"%s","size":1,"mediaType":"%s",
                 "annotations":{"org.opencontainers.image.ref.name":"%s"}}]}
                """
                        .formatted(digest, MANIFEST, tag));
        content(repository)
                .forEach(
                        (path, bytes) -> {
                            int hex = path.lastIndexOf("sha256:");
                            if (hex > 0) {
                                tar.file("blobs/sha256/" + path.substring(hex + 7), 0644, bytes);
                            }
                        });
        return tar.bytes();
    }

    private String blob(String name, byte[] bytes) {
        String digest = digest(bytes);
        content.put("/v2/" + name.split(":", 2)[0] + "/blobs/" + digest, bytes);
        return digest;
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer realm=\"%s/token\",service=\"test\",scope=\"pull\""
                                    .formatted(url()));
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        byte[] found = content.get(exchange.getRequestURI().getPath());
        exchange.getResponseHeaders().set("Content-Type", MANIFEST);
        respond(exchange, found == null ? 404 : 200, found == null ? new byte[0] : found);
    }

    private void token(HttpExchange exchange) throws IOException {
        boolean asked = exchange.getRequestURI().getQuery().contains("scope=pull");
        respond(
                exchange,
                asked ? 200 : 400,
                "{\"token\":\"%s\"}".formatted(TOKEN).getBytes(StandardCharsets.UTF_8));
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
