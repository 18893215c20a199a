package dev.gatehouse.ecr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.blocking.HttpResponse;
import dev.gatehouse.kernel.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A rejection of the registry's protocol.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes">OCI
 *     distribution specification, Error codes</a>
 */
final class RegistryError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RegistryError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** What an operation of ECR's rejects, as its registry says it. */
    static RegistryError of(ServiceException rejection) {
        String message = String.valueOf(rejection.getMessage());
        return switch (rejection.code()) {
            case "RepositoryNotFoundException" -> new RegistryError(404, "NAME_UNKNOWN", message);
            case "LayersNotFoundException", "ReferencedImagesNotFoundException" ->
                    new RegistryError(404, "MANIFEST_BLOB_UNKNOWN", message);
            case "ImageTagAlreadyExistsException" -> new RegistryError(400, "TAG_INVALID", message);
            case "ImageDigestDoesNotMatchException" ->
                    new RegistryError(400, "DIGEST_INVALID", message);
            case "InvalidParameterException" -> new RegistryError(400, "MANIFEST_INVALID", message);
            case "AccessDeniedException" -> new RegistryError(403, "DENIED", message);
            default -> new RegistryError(rejection.status(), "UNSUPPORTED", message);
        };
    }

    HttpResponse response() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putArray("errors")
                .addObject()
                .put("code", code)
                .put("message", String.valueOf(getMessage()));
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("Content-Type", "application/json; charset=utf-8"));
        headers.add(Map.entry("Docker-Distribution-Api-Version", "registry/2.0"));
        if (status == 401) {
            headers.add(
                    Map.entry(
                            "WWW-Authenticate",
                            "Basic realm=\"ECR\",service=\"ecr.amazonaws.com\""));
        }
        return new HttpResponse(
                status, headers, Body.of(document.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
