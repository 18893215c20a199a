package dev.gatehouse.ecr;

import dev.gatehouse.ecr.RegistryProtocol.About;
import dev.gatehouse.http.blocking.HttpCall;
import dev.gatehouse.http.blocking.HttpResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Uploads of blobs, whole or in pieces. Blobs are never mounted out of another repository. */
final class RegistryUploads {
    private final ImageFiles files;

    RegistryUploads(ImageFiles files) {
        this.files = files;
    }

    /**
     * @param id of the upload; null for a new one
     */
    HttpResponse respond(HttpCall call, About about, @Nullable String id) throws IOException {
        try {
            return id == null ? begin(call, about) : goOn(call, about, id);
        } catch (ImageFiles.TooLong tooLong) {
            throw new RegistryError(413, "SIZE_INVALID", "A layer is longer than 10 GB.");
        }
    }

    private HttpResponse begin(HttpCall call, About about) throws IOException {
        if (!call.method().equals("POST")) {
            throw new RegistryError(405, "UNSUPPORTED", "The operation is unsupported.");
        }
        String id = files.begin(about.scope(), about.name());
        return isWhole(call) ? complete(call, about, require(about, id)) : accepted(about, id, 0);
    }

    /** Whether a request that begins an upload brings all of it. */
    static boolean isWhole(HttpCall call) {
        return !parameter(call, "digest").isEmpty();
    }

    private HttpResponse goOn(HttpCall call, About about, String id) throws IOException {
        Path upload = require(about, id);
        return switch (call.method()) {
            case "PATCH" -> {
                requireBehind(call, upload);
                yield accepted(about, id, ImageFiles.append(upload, call.body().stream()));
            }
            case "PUT" -> complete(call, about, upload);
            case "GET" -> answer(204, about, id, Files.size(upload));
            case "DELETE" -> {
                Files.deleteIfExists(upload);
                yield RegistryProtocol.response(204, List.of(), "");
            }
            default -> throw new RegistryError(405, "UNSUPPORTED", "unsupported");
        };
    }

    private Path require(About about, String id) {
        return files.upload(about.scope(), about.name(), id)
                .orElseThrow(() -> new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", "upload unknown"));
    }

    /** Pieces come in their order. */
    private static void requireBehind(HttpCall call, Path upload) throws IOException {
        String range = RegistryProtocol.header(call, "content-range");
        if (!range.isEmpty() && !range.startsWith(Files.size(upload) + "-")) {
            throw new RegistryError(416, "BLOB_UPLOAD_INVALID", "not the piece that is next");
        }
    }

    private HttpResponse complete(HttpCall call, About about, Path upload) throws IOException {
        String digest = parameter(call, "digest");
        ImageFiles.append(upload, call.body().stream());
        if (!ImageFiles.isDigest(digest)
                || !files.complete(about.scope(), about.name(), upload, digest)) {
            throw new RegistryError(
                    400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        return RegistryProtocol.response(
                201,
                List.of(
                        Map.entry("Location", "/v2/" + about.name() + "/blobs/" + digest),
                        Map.entry("Docker-Content-Digest", digest)),
                "");
    }

    private static HttpResponse accepted(About about, String id, long size) {
        return answer(202, about, id, size);
    }

    private static HttpResponse answer(int status, About about, String id, long size) {
        return RegistryProtocol.response(
                status,
                List.of(
                        Map.entry("Location", "/v2/" + about.name() + "/blobs/uploads/" + id),
                        Map.entry("Docker-Upload-UUID", id),
                        Map.entry("Range", "0-" + Math.max(0, size - 1))),
                "");
    }

    private static String parameter(HttpCall call, String name) {
        for (String pair : call.query().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
