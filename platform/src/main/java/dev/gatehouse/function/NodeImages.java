package dev.gatehouse.function;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Container images that were pushed to this node; ECR is behind it. Blocks. */
@FunctionalInterface
public interface NodeImages {

    /**
     * A repository of the node.
     *
     * @param registry the host in an image's name, such as {@code
     *     123456789012.dkr.ecr.us-east-1.amazonaws.com}
     * @return empty where the host is no registry of the node's
     */
    Optional<Repository> repository(String registry, String name);

    /** What a repository has. */
    interface Repository {

        /**
         * A manifest, as it was pushed.
         *
         * @param reference a tag or a digest
         */
        Optional<byte[]> manifest(String reference);

        /** A blob, to be closed; empty where there is none. */
        Optional<InputStream> blob(String digest) throws IOException;
    }
}
