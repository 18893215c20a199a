package dev.gatehouse.lambda.runtimes.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches pinned files and believes nothing but their digests. Blocks. */
final class Downloads implements AutoCloseable {
    private final Registries registries;
    private final HttpClient client;

    Downloads(Registries registries) {
        this.registries = registries;
        this.client =
                HttpClient.newBuilder()
                        .proxy(EnvironmentProxies.of(System.getenv()))
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(Duration.ofSeconds(20))
                        .build();
    }

    /**
     * @throws IOException when the registry does not respond, or with other content than was pinned
     */
    byte[] fetch(Artifact artifact) throws IOException {
        byte[] content = get(locate(artifact));
        String[] parts = artifact.integrity().split("-", 2);
        String algorithm = parts[0].replace("sha", "SHA-");
        String found = Base64.getEncoder().encodeToString(Digests.of(algorithm, content));
        if (!found.equals(parts[1])) {
            throw new IOException(
                    artifact.path() + " is not the file that was pinned: its digest differs");
        }
        return content;
    }

    private URI locate(Artifact artifact) throws IOException {
        String path = artifact.path();
        return switch (artifact.source()) {
            case MAVEN -> registries.maven().resolve(path);
            case NPM -> registries.npm().resolve(tarball(path));
            case PYPI -> wheel(path);
            case RUBYGEMS -> registries.rubygems().resolve("gems/" + path);
        };
    }

    /** {@code @scope/name/1.2.3} is {@code @scope/name/-/name-1.2.3.tgz}. */
    private static String tarball(String path) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(0, slash);
        String base = name.substring(name.indexOf('/') + 1);
        return name + "/-/" + base + '-' + path.substring(slash + 1) + ".tgz";
    }

    /** An index may keep its files anywhere: its page of the project links to them. */
    private URI wheel(String path) throws IOException {
        String project = path.substring(0, path.indexOf('/'));
        String file = path.substring(path.indexOf('/') + 1);
        URI page = registries.pypi().resolve(project + '/');
        String html = new String(get(page), StandardCharsets.UTF_8);
        Matcher link =
                Pattern.compile("href=\"([^\"#]*/" + Pattern.quote(file) + ")[#\"]").matcher(html);
        if (!link.find()) {
            throw new IOException(page + " has no file " + file);
        }
        return page.resolve(link.group(1));
    }

    private byte[] get(URI address) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(5)).build();
        try {
            HttpResponse<byte[]> response =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException(address + " responds " + response.statusCode());
            }
            return response.body();
        } catch (ConnectException e) {
            throw new IOException(address.getHost() + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching " + address, e);
        }
    }

    /** Ends what is being fetched; nothing is fetched any more. */
    void stop() {
        client.shutdownNow();
    }

    @Override
    public void close() {
        client.close();
    }
}
