package dev.gatehouse.lambda.code;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Region;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Where packages named by bucket and key come from: this node's S3 or a configured one. */
@FunctionalInterface
public interface ObjectSource {

    /**
     * Opens an object in the name of whoever needs it; the caller closes it. Blocks.
     *
     * @param versionId a version of a versioned object; null for the newest
     * @throws dev.gatehouse.kernel.ServiceException S3's rejection, such as {@code NoSuchKey}
     */
    InputStream open(
            Principal principal,
            Region region,
            String bucket,
            String key,
            @Nullable String versionId);
}
