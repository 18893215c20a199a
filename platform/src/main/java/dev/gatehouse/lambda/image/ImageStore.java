package dev.gatehouse.lambda.image;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.store.BlobKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Images among the packages of functions: the manifest is the archive, whose digest is the image's
 * name, and the tree is what its layers make.
 */
public final class ImageStore {
    private final CodeStore packages;
    private final Images images;

    public ImageStore(CodeStore packages, Images images) {
        this.packages = packages;
        this.images = images;
    }

    /**
     * Takes in the image that a request names; one that is here already is not fetched again.
     * Blocks for as long as that takes.
     *
     * @param account whose function it is for
     * @throws dev.gatehouse.kernel.ServiceException when it cannot be had
     */
    public VersionCode take(String uri, AccountId account) {
        ImageName name = ImageName.parse(uri);
        if (images.isOfAnother(name, account)) {
            throw ImageErrors.noPermission();
        }
        byte[] manifest = images.manifest(name);
        BlobKey key = packages.take(manifest, folder -> images.unpack(name, manifest, folder));
        return VersionCode.image(key, uri);
    }

    /** Fetches an image again that is missing, as on another node or a new disk. */
    public void restore(VersionCode code, String uri) {
        ImageName named = ImageName.parse(uri);
        ImageName name =
                new ImageName(
                        named.registry(), named.repository(), "sha256:" + code.key().sha256());
        packages.restore(code.key(), folder -> images.unpack(name, manifest(code), folder));
    }

    private byte[] manifest(VersionCode code) {
        try {
            Path kept = packages.archive(code.key());
            return Files.readAllBytes(kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The image's name by its digest, as GetFunction resolves it. */
    public static String resolved(String uri, VersionCode code) {
        return ImageName.parse(uri).resolved(code.key().sha256());
    }
}
