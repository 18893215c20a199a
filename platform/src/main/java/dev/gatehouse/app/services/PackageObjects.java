package dev.gatehouse.app.services;

import dev.gatehouse.aws.s3.GetObjectRequest;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.code.ObjectSource;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Packages from S3: this node's own, or the one that is configured. */
public final class PackageObjects implements ObjectSource {
    private final AwsServices services;

    public PackageObjects(AwsServices services) {
        this.services = services;
    }

    @Override
    public InputStream open(
            Principal principal,
            Region region,
            String bucket,
            String key,
            @Nullable String versionId) {
        GetObjectRequest input =
                GetObjectRequest.builder().bucket(bucket).key(key).versionId(versionId).build();
        return services.as(new CallerIdentity(principal, region))
                .payload(S3.GET_OBJECT.model(), input.data());
    }
}
