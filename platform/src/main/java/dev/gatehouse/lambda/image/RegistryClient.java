package dev.gatehouse.lambda.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One repository of a registry, by the OCI distribution protocol: manifests and blobs, anonymously,
 * by a password, or by the tokens that the registry sends its callers for. Blocks.
 */
final class RegistryClient implements ImageSource {
    private static final String MANIFESTS =
            "application/vnd.oci.image.manifest.v1+json,"
                    + "application/vnd.docker.distribution.manifest.v2+json,"
                    + "application/vnd.oci.image.index.v1+json,"
                    + "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final Pattern CHALLENGE = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_HOPS = 5;
    private static final int LONGEST_DOCUMENT = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryAddress address;
    private final ImageName name;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private @Nullable String authorization;

    RegistryClient(RegistryAddress address, ImageName name) {
        this.address = address;
        this.name = name;
        this.authorization = address.basic();
    }

    @Override
    public byte[] manifest(String reference) {
        return document("manifests/" + reference);
    }

    private byte[] document(String path) {
        try (InputStream content = open(path)) {
            return ImageSource.whole(content);
        } catch (IOException e) {
            throw ImageErrors.unreachable(name, why(e));
        }
    }

    @Override
    public InputStream blob(String digest) {
        return open("blobs/" + digest);
    }

    private InputStream open(String path) {
        try {
            URI uri = address.url().resolve("/v2/" + name.repository() + '/' + path);
            HttpResponse<InputStream> response = get(uri, authorization);
            if (response.statusCode() == 401 && authorize(response)) {
                response = get(uri, authorization);
            }
            return content(response);
        } catch (IOException e) {
            throw ImageErrors.unreachable(name, why(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ImageErrors.unreachable(name, "interrupted");
        }
    }

    /** Java's client leaves out what a connection failed of. */
    private static String why(IOException failure) {
        return switch (failure) {
            case HttpTimeoutException _ ->
                    "no response within " + PATIENCE.toSeconds() + " seconds";
            case ConnectException _ -> "it cannot be reached";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private InputStream content(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        if (status == 200) {
            return new MovingStream(response.body(), PATIENCE);
        }
        response.body().close();
        if (status == 404) {
            throw ImageErrors.missing(name);
        }
        throw ImageErrors.unreachable(name, "status " + status);
    }

    /** Registries send for blobs elsewhere; what opens the registry is not for others. */
    private HttpResponse<InputStream> get(URI first, @Nullable String opens)
            throws IOException, InterruptedException {
        URI uri = first;
        for (int hop = 0; ; hop++) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept", MANIFESTS);
            if (opens != null && first.getAuthority().equals(uri.getAuthority())) {
                request.header("Authorization", opens);
            }
            HttpResponse<InputStream> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            String location = response.headers().firstValue("Location").orElse(null);
            if (response.statusCode() / 100 != 3 || location == null || hop == MOST_HOPS) {
                return response;
            }
            response.body().close();
            uri = uri.resolve(location);
        }
    }

    /** Gets a token where the registry says; false where it asks for something else. */
    private boolean authorize(HttpResponse<InputStream> rejection)
            throws IOException, InterruptedException {
        rejection.body().close();
        String challenge = rejection.headers().firstValue("WWW-Authenticate").orElse("");
        if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return false;
        }
        StringBuilder query = new StringBuilder();
        String realm = "";
        Matcher parameters = CHALLENGE.matcher(challenge);
        while (parameters.find()) {
            if (parameters.group(1).equals("realm")) {
                realm = parameters.group(2);
            } else if (!parameters.group(1).equals("error")) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameters.group(1))
                        .append('=')
                        .append(URLEncoder.encode(parameters.group(2), StandardCharsets.UTF_8));
            }
        }
        HttpResponse<InputStream> response = get(URI.create(realm + query), address.basic());
        try (InputStream body = response.body()) {
            JsonNode token = JSON.readTree(body.readNBytes(LONGEST_DOCUMENT));
            String text = token.path("token").asText(token.path("access_token").asText());
            authorization = "Bearer " + text;
            return response.statusCode() == 200 && !text.isEmpty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
