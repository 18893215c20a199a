package dev.gatehouse.lambda.code;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Where packages named by bucket and key come from: this node's S3 or a configured one. */
@FunctionalInterface
public interface ObjectSource {

    /**
     * Opens an object; the caller closes it. Blocks.
     *
     * @param versionId a version of a versioned object; null for the newest
     * @throws dev.gatehouse.kernel.ServiceException S3's refusal, such as {@code NoSuchKey}
     */
    InputStream open(
            AccountId account,
            Region region,
            String bucket,
            String key,
            @Nullable String versionId);
}
