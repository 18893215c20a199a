package dev.gatehouse.ecr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.blocking.BlockingService;
import dev.gatehouse.http.blocking.HttpCall;
import dev.gatehouse.http.blocking.HttpResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The registry that container tools push to and pull from, as the OCI distribution protocol has it:
 * opened by what GetAuthorizationToken hands out, and judged by the policies that ECR's operations
 * ask for the same. A caller reaches the registry of the account and region of its token. Blocks.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI
 *     distribution specification</a>
 */
public final class RegistryProtocol implements BlockingService {
    /** A repository's name has 256 characters at most; matching takes stack by their number. */
    private static final int LONGEST_PATH = 512;

    private static final String NAME = "/v2/(?<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)/";
    private static final Pattern PATHS =
            Pattern.compile(
                    "/v2/?|"
                            + NAME
                            + "(?:blobs/uploads/(?<upload>[0-9a-f-]{36})?|blobs/uploads"
                            + "|blobs/(?<blob>sha256:[0-9a-f]{64})"
                            + "|manifests/(?<reference>[\\w.:-]{1,128})|tags/list)");

    private final RegistryTokens tokens;
    private final RepositoryCatalog repositories;
    private final ImageCatalog images;
    private final RegistryUploads uploads;
    private final AwsServices services;

    RegistryProtocol(
            RegistryTokens tokens,
            RepositoryCatalog repositories,
            ImageCatalog images,
            AwsServices services) {
        this.tokens = tokens;
        this.repositories = repositories;
        this.images = images;
        this.uploads = new RegistryUploads(images.files());
        this.services = services;
    }

    /** Whether a request is the registry's: calls of API Gateway, at {@code /v2/}, are signed. */
    public static boolean serves(String path, @Nullable String authorization) {
        return path.startsWith("/v2")
                && (authorization == null || !authorization.startsWith("AWS4-"))
                && path.length() <= LONGEST_PATH
                && PATHS.matcher(path).matches();
    }

    @Override
    public HttpResponse respond(HttpCall call) {
        try {
            CallerIdentity caller = caller(call).orElse(null);
            if (caller == null) {
                throw new RegistryError(401, "UNAUTHORIZED", "Not Authorized");
            }
            return respond(call, caller);
        } catch (RegistryError error) {
            return error.response();
        } catch (ServiceException rejection) {
            return RegistryError.of(rejection).response();
        } catch (IOException disk) {
            return new RegistryError(507, "TOOMANYREQUESTS", "There is no room for it.").response();
        }
    }

    private Optional<CallerIdentity> caller(HttpCall call) {
        return tokens.caller(header(call, "authorization"))
                .or(() -> tokens.caller(call.path(), call.query()));
    }

    /**
     * What a request is about.
     *
     * @param scope whose registry
     * @param name the repository's
     */
    record About(CallerIdentity caller, Scope scope, String name) {}

    private HttpResponse respond(HttpCall call, CallerIdentity caller) throws IOException {
        Matcher path = PATHS.matcher(call.path());
        if (!path.matches() || path.group("name") == null) {
            return response(200, List.of(), "{}");
        }
        About about =
                new About(caller, new Scope(caller.account(), caller.region()), path.group("name"));
        String blob = path.group("blob");
        String reference = path.group("reference");
        if (blob != null) {
            boolean looks = call.method().equals("HEAD");
            authorize(about, looks ? "BatchCheckLayerAvailability" : "GetDownloadUrlForLayer");
            repositories.require(about.scope(), null, about.name());
            return blob(call, about, blob);
        }
        if (reference != null) {
            return manifest(call, about, reference);
        }
        if (call.path().endsWith("/tags/list")) {
            authorize(about, "ListImages");
            return tags(about);
        }
        authorizeUpload(call, about);
        repositories.require(about.scope(), null, about.name());
        return uploads.respond(call, about, path.group("upload"));
    }

    /** A piece may come with the beginning of an upload, or with its end. */
    private void authorizeUpload(HttpCall call, About about) {
        switch (call.method()) {
            case "PATCH" -> authorize(about, "UploadLayerPart");
            case "PUT" -> {
                authorize(about, "UploadLayerPart");
                authorize(about, "CompleteLayerUpload");
            }
            default -> {
                authorize(about, "InitiateLayerUpload");
                if (RegistryUploads.isWhole(call)) {
                    authorize(about, "UploadLayerPart");
                    authorize(about, "CompleteLayerUpload");
                }
            }
        }
    }

    private void authorize(About about, String operation) {
        services.authorize(
                about.caller(), "ecr", operation, Map.of("repositoryName", about.name()));
    }

    private HttpResponse blob(HttpCall call, About about, String digest) throws IOException {
        requireMethod(call, "GET", "HEAD");
        Path file =
                images.files()
                        .blob(about.scope(), about.name(), digest)
                        .orElseThrow(() -> new RegistryError(404, "BLOB_UNKNOWN", "blob unknown"));
        long size = Files.size(file);
        List<Map.Entry<String, String>> headers =
                List.of(
                        Map.entry("Content-Type", "application/octet-stream"),
                        Map.entry("Docker-Content-Digest", digest));
        if (call.method().equals("HEAD")) {
            List<Map.Entry<String, String>> told = new ArrayList<>(headers);
            told.add(Map.entry("Content-Length", Long.toString(size)));
            return new HttpResponse(200, told, Body.NONE);
        }
        return new HttpResponse(200, headers, new Body.FilePart(FileChannel.open(file), 0, size));
    }

    private HttpResponse manifest(HttpCall call, About about, String reference) {
        if (call.method().equals("PUT")) {
            return put(call, about, reference);
        }
        requireMethod(call, "GET", "HEAD");
        authorize(about, "BatchGetImage");
        repositories.require(about.scope(), null, about.name());
        StoredImage image =
                images.find(about.scope(), about.name(), reference)
                        .orElseThrow(
                                () ->
                                        new RegistryError(
                                                404,
                                                "MANIFEST_UNKNOWN",
                                                "Requested image not found"));
        return response(
                200,
                List.of(
                        Map.entry("Content-Type", image.mediaType()),
                        Map.entry("Docker-Content-Digest", image.digest())),
                image.manifest());
    }

    private HttpResponse put(HttpCall call, About about, String reference) {
        authorize(about, "PutImage");
        call.body().receive(Manifest.LONGEST);
        String text = new String(call.body().accepted(), StandardCharsets.UTF_8);
        String type = header(call, "content-type");
        boolean byDigest = ImageFiles.isDigest(reference);
        StoredImage image =
                images.put(
                        about.scope(),
                        about.name(),
                        new ImageCatalog.Push(
                                text,
                                type.isEmpty() ? null : type,
                                byDigest ? null : reference,
                                byDigest ? reference : null));
        return response(
                201,
                List.of(
                        Map.entry("Location", call.path()),
                        Map.entry("Docker-Content-Digest", image.digest())),
                "");
    }

    private HttpResponse tags(About about) {
        repositories.require(about.scope(), null, about.name());
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("name", about.name());
        ArrayNode tags = list.putArray("tags");
        images.list(about.scope(), about.name()).stream()
                .flatMap(image -> image.tags().stream())
                .sorted()
                .forEach(tags::add);
        return response(
                200, List.of(Map.entry("Content-Type", "application/json")), list.toString());
    }

    private static void requireMethod(HttpCall call, String... methods) {
        if (!List.of(methods).contains(call.method())) {
            throw new RegistryError(405, "UNSUPPORTED", "The operation is unsupported.");
        }
    }

    static HttpResponse response(int status, List<Map.Entry<String, String>> headers, String body) {
        return new HttpResponse(status, headers, Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A header's first value; empty when it was not sent. */
    static String header(HttpCall call, String name) {
        return call.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
