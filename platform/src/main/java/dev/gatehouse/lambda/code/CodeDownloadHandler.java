package dev.gatehouse.lambda.code;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the links of {@link CodeDownloads}; refuses any other as S3 refuses a bad signature. */
public final class CodeDownloadHandler implements Handler<HttpServerRequest> {
    private static final String REFUSAL =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
                    + "</Error>";

    private final CodeDownloads downloads;

    public CodeDownloadHandler(CodeDownloads downloads) {
        this.downloads = downloads;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Optional<Path> archive =
                downloads.archive(orEmpty(request.path()), orEmpty(request.query()));
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (archive.isEmpty() || !reads) {
            request.response()
                    .setStatusCode(403)
                    .putHeader("content-type", "application/xml")
                    .end(REFUSAL);
            return;
        }
        request.response()
                .putHeader("content-type", "application/zip")
                .sendFile(archive.get().toString());
    }

    private static String orEmpty(@Nullable String part) {
        return part == null ? "" : part;
    }
}
