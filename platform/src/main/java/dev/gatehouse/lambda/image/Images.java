package dev.gatehouse.lambda.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.function.NodeImages;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Images of the registries that the operator names: what they are, and their files. Blocks. */
public final class Images {
    /** Below what an image is unpacked to: its root file system. */
    public static final String ROOT = "rootfs";

    /** Beside it: what it says of its program. */
    static final String CONFIG = "config.json";

    /** Lambda's quota: 10 GB, uncompressed, all layers together. */
    private static final long MOST_BYTES = 10L << 30;

    private static final int MOST_ENTRIES = 1_000_000;

    /** What a sandbox puts into its root. */
    private static final List<String> FOLDERS =
            List.of("proc", "tmp", "dev", "etc", "etc/gatehouse", "opt", "var/task");

    private static final List<String> FILES =
            List.of(
                    "dev/null",
                    "dev/zero",
                    "dev/full",
                    "dev/random",
                    "dev/urandom",
                    "etc/hosts",
                    "etc/resolv.conf");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, RegistryAddress> registries;
    private final NodeImages own;

    /**
     * @param registries where each registry is, by the host in images' names
     * @param own those of the node
     */
    public Images(Map<String, RegistryAddress> registries, NodeImages own) {
        this.registries = Map.copyOf(registries);
        this.own = own;
    }

    /** Whether an image is in the node's registry of another account. */
    boolean isOfAnother(ImageName name, AccountId account) {
        return !registries.containsKey(name.registry())
                && own.repository(name.registry(), name.repository()).isPresent()
                && !name.registry().startsWith(account.value() + '.');
    }

    /**
     * The manifest of an image for this machine, as it is: its digest names the image.
     *
     * @throws ServiceException InvalidParameterValueException when there is none
     */
    public byte[] manifest(ImageName name) {
        try (ImageSource registry = registry(name)) {
            byte[] document = verified(name.reference(), registry.manifest(name.reference()));
            JsonNode index = JSON.readTree(document).path("manifests");
            if (index.isMissingNode()) {
                return document;
            }
            for (JsonNode each : index) {
                JsonNode platform = each.path("platform");
                if (platform.path("os").asText().equals("linux")
                        && platform.path("architecture").asText().equals(architecture())) {
                    String digest = each.path("digest").asText();
                    return verified(digest, registry.manifest(digest));
                }
            }
            throw ImageErrors.unsupported("no image for linux/" + architecture());
        } catch (IOException e) {
            throw ImageErrors.unsupported(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Unpacks an image.
     *
     * @param manifest as {@link #manifest} gives it
     * @param folder an empty one
     */
    public void unpack(ImageName name, byte[] manifest, Path folder) throws IOException {
        JsonNode parsed = JSON.readTree(manifest);
        Path root = Files.createDirectory(folder.resolve(ROOT));
        RootFolder files = new RootFolder(root);
        Layer.Budget budget = new Layer.Budget(MOST_BYTES, MOST_ENTRIES);
        try (ImageSource registry = registry(name)) {
            String config = parsed.path("config").path("digest").asText();
            Files.write(
                    folder.resolve(CONFIG),
                    verified(config, registry.document(registry.blob(config))));
            for (String digest : layers(parsed)) {
                lay(registry, name, digest, new Layer(files, budget));
            }
        }
        furnish(files);
    }

    /** What breaks off, is damaged or has no room makes no image. */
    private static void lay(ImageSource registry, ImageName name, String digest, Layer layer) {
        MessageDigest sha256 = sha256();
        try (InputStream blob = registry.blob(digest);
                InputStream content = new DigestInputStream(blob, sha256)) {
            layer.apply(content);
            content.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw ImageErrors.unreachable(name, String.valueOf(e.getMessage()));
        }
        requireDigest(digest, sha256.digest());
    }

    private static List<String> layers(JsonNode manifest) {
        List<String> digests = new ArrayList<>();
        manifest.path("layers").forEach(layer -> digests.add(layer.path("digest").asText()));
        if (digests.isEmpty()) {
            throw ImageErrors.unsupported("a manifest without layers");
        }
        return digests;
    }

    /** The places at which a sandbox mounts: real folders and files, whatever the image has. */
    private static void furnish(RootFolder root) throws IOException {
        for (String name : FOLDERS) {
            Path place = root.place(name);
            if (Files.isSymbolicLink(place) || !Files.isDirectory(place)) {
                RootFolder.clear(place);
                Files.createDirectory(place);
            }
        }
        for (String name : FILES) {
            Path place = root.place(name);
            if (Files.isSymbolicLink(place) || !Files.isRegularFile(place)) {
                RootFolder.clear(place);
                Files.createFile(place);
            }
        }
    }

    private ImageSource registry(ImageName name) {
        RegistryAddress address = registries.get(name.registry());
        if (address != null) {
            Path folder = address.folder();
            return folder == null ? new RegistryClient(address, name) : OciLayout.in(folder, name);
        }
        return own.repository(name.registry(), name.repository())
                .map(repository -> new NodeRepository(repository, name))
                .orElseThrow(() -> ImageErrors.notAllowed(name));
    }

    private static byte[] verified(String reference, byte[] document) {
        if (reference.startsWith("sha256:")) {
            requireDigest(reference, sha256().digest(document));
        }
        return document;
    }

    private static void requireDigest(String digest, byte[] actual) {
        if (!digest.equals("sha256:" + HexFormat.of().formatHex(actual))) {
            throw ImageErrors.unsupported("content that is not that of its digest " + digest);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }
}
