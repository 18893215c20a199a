package dev.gatehouse.lambda.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Images in a folder of this machine, as {@code skopeo copy … oci:FOLDER:TAG}, {@code docker buildx
 * build --output type=oci} and {@code docker save} write them: a layout as a folder, or as one tar.
 * A layout with one image has it under any tag.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image
 *     layout specification</a>
 */
final class OciLayout implements ImageSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAG = "org.opencontainers.image.ref.name";

    private final ImageName name;
    private final Path place;

    private OciLayout(ImageName name, Path place) {
        this.name = name;
        this.place = place;
    }

    /**
     * @param folder where layouts are: {@code REPOSITORY} or {@code REPOSITORY.tar} below it
     */
    static OciLayout in(Path folder, ImageName name) {
        Path layout = folder.resolve(name.repository());
        return new OciLayout(
                name,
                Files.isDirectory(layout) ? layout : folder.resolve(name.repository() + ".tar"));
    }

    @Override
    public byte[] manifest(String reference) {
        try {
            if (reference.startsWith("sha256:")) {
                return document(blob(reference));
            }
            JsonNode index = JSON.readTree(document(file("index.json")));
            JsonNode found = null;
            for (JsonNode each : index.path("manifests")) {
                String tag = each.path("annotations").path(TAG).asText("");
                if (tag.equals(reference) || tag.endsWith(":" + reference)) {
                    found = each;
                }
            }
            if (found == null && index.path("manifests").size() == 1) {
                found = index.path("manifests").get(0);
            }
            if (found == null) {
                throw ImageErrors.missing(name);
            }
            return document(blob(found.path("digest").asText()));
        } catch (IOException e) {
            throw ImageErrors.unreachable(name, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public InputStream blob(String digest) throws IOException {
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            throw ImageErrors.unsupported("the digest " + digest);
        }
        return file("blobs/sha256/" + digest.substring(7));
    }

    private InputStream file(String path) throws IOException {
        if (Files.isDirectory(place)) {
            Path file = place.resolve(path);
            if (!Files.isRegularFile(file)) {
                throw ImageErrors.missing(name);
            }
            return Files.newInputStream(file);
        }
        if (!Files.isRegularFile(place)) {
            throw ImageErrors.missing(name);
        }
        return entry(path);
    }

    private InputStream entry(String path) throws IOException {
        TarFile tar = new TarFile(place);
        Optional<TarArchiveEntry> entry =
                tar.getEntries().stream()
                        .filter(each -> each.isFile() && isNamed(each.getName(), path))
                        .findFirst();
        if (entry.isEmpty()) {
            tar.close();
            throw ImageErrors.missing(name);
        }
        return new FilterInputStream(tar.getInputStream(entry.get())) {
            @Override
            public void close() throws IOException {
                super.close();
                tar.close();
            }
        };
    }

    private static boolean isNamed(String entry, String path) {
        return entry.equals(path) || entry.equals("./" + path);
    }
}
