package dev.gatehouse.lambda.image;

import java.io.IOException;
import java.io.InputStream;

/** Where the parts of one repository's images come from. Blocks. */
interface ImageSource extends AutoCloseable {
    /** Manifests, indexes and configurations; what is longer is no image that is known. */
    int LONGEST_DOCUMENT = 4 << 20;

    /**
     * A manifest or an index, as it is.
     *
     * @param reference a tag or a digest
     * @throws dev.gatehouse.kernel.ServiceException when it cannot be had
     */
    byte[] manifest(String reference);

    /** A blob as it comes, to be closed. */
    InputStream blob(String digest) throws IOException;

    /** A small blob, whole. */
    default byte[] document(InputStream blob) throws IOException {
        try (blob) {
            return whole(blob);
        }
    }

    static byte[] whole(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(LONGEST_DOCUMENT);
        if (content.read() >= 0) {
            throw ImageErrors.unsupported("a document of more than 4 MB");
        }
        return bytes;
    }

    @Override
    default void close() {}
}
