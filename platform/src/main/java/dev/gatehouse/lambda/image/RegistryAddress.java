package dev.gatehouse.lambda.image;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry is, as its operator says.
 *
 * @param url {@code http} or {@code https}, without a path, or the folder of layouts
 * @param credentials a name and a password with a colon between them; null for anonymous use
 */
public record RegistryAddress(URI url, @Nullable String credentials) {

    /** Reads {@code https://[user:password@]host[:port]}, or {@code file:///a/folder}. */
    public static RegistryAddress parse(String text) {
        if (text.startsWith("file:///")) {
            Path folder = Path.of(URI.create(text));
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("there is no folder " + folder);
            }
            return new RegistryAddress(folder.toUri(), null);
        }
        URI given = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean web = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
        boolean plain = given.getRawQuery() == null && String.valueOf(given.getRawPath()).isEmpty();
        if (!web || !plain || given.getHost() == null) {
            throw new IllegalArgumentException(
                    "not an http or https URL without a path: " + given.getHost());
        }
        int port = given.getPort();
        URI url =
                URI.create(
                        given.getScheme() + "://" + given.getHost() + (port < 0 ? "" : ":" + port));
        return new RegistryAddress(url, given.getUserInfo());
    }

    /** Where layouts are; null for a registry that is spoken to. */
    @Nullable Path folder() {
        return "file".equals(url.getScheme()) ? Path.of(url) : null;
    }

    /** What opens it, for the header Authorization; null for anonymous use. */
    @Nullable String basic() {
        return credentials == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
