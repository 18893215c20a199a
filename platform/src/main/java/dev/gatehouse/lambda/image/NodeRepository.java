package dev.gatehouse.lambda.image;

import dev.gatehouse.function.NodeImages;
import java.io.IOException;
import java.io.InputStream;

/** A repository of this node. */
record NodeRepository(NodeImages.Repository repository, ImageName name) implements ImageSource {
    @Override
    public byte[] manifest(String reference) {
        return repository.manifest(reference).orElseThrow(() -> ImageErrors.missing(name));
    }

    @Override
    public InputStream blob(String digest) throws IOException {
        return repository.blob(digest).orElseThrow(() -> ImageErrors.missing(name));
    }
}
