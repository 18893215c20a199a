package dev.gatehouse.app;

import dev.gatehouse.function.AwsCaller;
import dev.gatehouse.function.AwsCaller.CallerIdentity;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.code.ObjectSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packages from this node's own S3. */
final class PackageObjects implements ObjectSource {
    private final AwsCaller caller;

    PackageObjects(AwsCaller caller) {
        this.caller = caller;
    }

    @Override
    public InputStream open(
            Principal principal,
            Region region,
            String bucket,
            String key,
            @Nullable String versionId) {
        Map<String, Object> input = new HashMap<>(Map.of("Bucket", bucket, "Key", key));
        if (versionId != null) {
            input.put("VersionId", versionId);
        }
        CallerIdentity identity = new CallerIdentity(principal, region);
        Object body = caller.call(identity, "s3", "GetObject", input).get("Body");
        return new ByteArrayInputStream(body instanceof byte[] bytes ? bytes : new byte[0]);
    }
}
