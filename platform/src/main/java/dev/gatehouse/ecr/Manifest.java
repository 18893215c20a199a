package dev.gatehouse.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says: of an image its configuration and layers, of an index the images it names.
 *
 * @param mediaType its own
 * @param blobs digests of its configuration and layers
 * @param manifests digests of the images of an index
 * @param size of its blobs, in bytes
 */
record Manifest(String mediaType, List<String> blobs, List<String> manifests, long size) {
    /** Amazon ECR's quota is 4 MB. */
    static final int LONGEST = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]{1,100}/[\\w.+-]{1,150}");
    private static final String OCI = "application/vnd.oci.image.";

    /**
     * @param stated the media type that came with it; null where it has to say it itself
     * @throws ServiceException it is no manifest
     */
    static Manifest read(String text, @Nullable String stated) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw invalid("not JSON");
        }
        boolean index = json.path("manifests").isArray();
        if (text.length() > LONGEST || (!index && !json.path("layers").isArray())) {
            throw invalid("neither an image of schema 2 nor an index");
        }
        String own = json.path("mediaType").asText("");
        String type = own;
        if (own.isEmpty()) {
            type =
                    stated == null
                            ? OCI + (index ? "index" : "manifest") + ".v1+json"
                            : stated.split(";", 2)[0].strip();
        }
        if (!MEDIA_TYPE.matcher(type).matches()) {
            throw invalid("of no media type");
        }
        List<String> manifests = new ArrayList<>();
        List<String> blobs = new ArrayList<>();
        long size = 0;
        for (JsonNode each : json.path("manifests")) {
            manifests.add(digest(each));
        }
        if (!index) {
            blobs.add(digest(json.path("config")));
            size += json.path("config").path("size").asLong();
            for (JsonNode layer : json.path("layers")) {
                blobs.add(digest(layer));
                size += layer.path("size").asLong();
            }
        }
        return new Manifest(type, List.copyOf(blobs), List.copyOf(manifests), size);
    }

    private static String digest(JsonNode descriptor) {
        String digest = descriptor.path("digest").asText();
        if (!ImageFiles.isDigest(digest)) {
            throw invalid("a digest that is none: " + digest);
        }
        return digest;
    }

    private static ServiceException invalid(String why) {
        return EcrErrors.invalid("imageManifest", "a supported manifest; this is " + why);
    }
}
