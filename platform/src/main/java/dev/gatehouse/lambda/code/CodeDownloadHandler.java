package dev.gatehouse.lambda.code;

import dev.gatehouse.store.BlobKey;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the links of {@link CodeDownloads}; rejects any other as S3 rejects a bad signature. */
public final class CodeDownloadHandler implements Handler<HttpServerRequest> {
    private static final String REJECTION =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
                    + "</Error>";

    private static final String DAMAGED =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<Error><Code>InternalError</Code><Message>The package is damaged or"
                    + " gone</Message></Error>";

    private final CodeDownloads downloads;

    public CodeDownloadHandler(CodeDownloads downloads) {
        this.downloads = downloads;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Optional<BlobKey> key = downloads.opened(orEmpty(request.path()), orEmpty(request.query()));
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (key.isEmpty() || !reads) {
            reject(request, 403, REJECTION);
            return;
        }
        Objects.requireNonNull(Vertx.currentContext())
                .executeBlocking(() -> downloads.archive(key.get()))
                .onComplete(archive -> send(request, archive.otherwise(Optional.empty()).result()));
    }

    /** A package that was damaged on the disk is not handed out as if it were whole. */
    private static void send(HttpServerRequest request, Optional<Path> archive) {
        if (archive.isEmpty()) {
            reject(request, 500, DAMAGED);
            return;
        }
        request.response()
                .putHeader("content-type", "application/zip")
                .sendFile(archive.get().toString());
    }

    private static void reject(HttpServerRequest request, int status, String document) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/xml")
                .end(document);
    }

    private static String orEmpty(@Nullable String part) {
        return part == null ? "" : part;
    }
}
