package dev.gatehouse.app;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.Signer;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.code.ObjectSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packages from a configured S3 endpoint, in path style, signed with the root's keys. */
final class RemoteObjects implements ObjectSource {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int ERROR_BYTES = 16 * 1024;

    private final URI endpoint;
    private final AccessKey key;
    private final Clock clock;
    private final SigningKeys keys = new SigningKeys();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    RemoteObjects(URI endpoint, AccessKey key, Clock clock) {
        this.endpoint = endpoint;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public InputStream open(
            Principal principal,
            Region region,
            String bucket,
            String key,
            @Nullable String versionId) {
        String path = "/" + bucket + "/" + encoded(key).replace("%2F", "/");
        String query = versionId == null ? "" : "versionId=" + encoded(versionId);
        try {
            HttpResponse<InputStream> answer =
                    client.send(request(region, path, query), BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw refused(answer);
            }
            return answer.body();
        } catch (IOException problem) {
            throw new ServiceException(
                    "ServiceUnavailable",
                    503,
                    "The S3 endpoint %s does not answer".formatted(endpoint));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServiceException("ServiceException", 500, "interrupted");
        }
    }

    private HttpRequest request(Region region, String path, String query) {
        Map<String, String> host = Map.of("host", endpoint.getAuthority());
        SignableRequest unsigned = SignableRequest.of("GET", path, query, host.entrySet());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                endpoint.resolve(query.isEmpty() ? path : path + "?" + query))
                        .timeout(PATIENCE);
        new Signer(region, "s3", keys)
                .sign(unsigned, new byte[0], key, clock.now())
                .forEach(request::header);
        return request.GET().build();
    }

    /** What S3 itself says of it. */
    private static ServiceException refused(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            String said = new String(body.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
            int status = answer.statusCode();
            return new ServiceException(
                    element(said, "Code", status == 404 ? "NoSuchKey" : "AccessDenied"),
                    status,
                    element(said, "Message", "HTTP " + status));
        }
    }

    private static String element(String xml, String name, String otherwise) {
        int start = xml.indexOf('<' + name + '>');
        int end = xml.indexOf("</" + name + '>');
        return start < 0 || end < start ? otherwise : xml.substring(start + name.length() + 2, end);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
