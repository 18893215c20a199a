package dev.gatehouse.lambda.runtimes;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A gem server on a port of its own, with one gem under every name. */
public final class GemServer implements AutoCloseable {
    private final HttpServer server;

    GemServer(byte[] gem) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/mirror/gems/",
                exchange -> {
                    exchange.sendResponseHeaders(200, gem.length);
                    try (OutputStream body = exchange.getResponseBody()) {
                        body.write(gem);
                    }
                });
        server.start();
    }

    Registries registries() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/mirror";
        return Registries.of(Map.of(Registries.RUBYGEMS_VARIABLE, address));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A gem as {@code gem build} lays it out: an archive of archives. */
    public static byte[] gem(Map<String, String> files) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (OutputStream compressed = new GZIPOutputStream(data)) {
            compressed.write(tar(files));
        }
        ByteArrayOutputStream gem = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(gem)) {
            put(out, "metadata.gz", new byte[] {1, 2, 3});
            put(out, "data.tar.gz", data.toByteArray());
        }
        return gem.toByteArray();
    }

    private static byte[] tar(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                put(out, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream out, String name, byte[] content)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }
}
