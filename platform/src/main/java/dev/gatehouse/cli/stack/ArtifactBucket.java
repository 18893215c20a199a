package dev.gatehouse.cli.stack;

import dev.gatehouse.aws.s3.CreateBucketRequest;
import dev.gatehouse.aws.s3.PutObjectRequest;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bucket that deployment packages are uploaded to. */
final class ArtifactBucket {
    private final NodeClient client;
    private final String bucket;
    private boolean created;

    ArtifactBucket(NodeClient client) {
        this.client = client;
        this.bucket = "gatehouse-deployments-" + client.region().name();
    }

    String name() {
        return bucket;
    }

    /**
     * Uploads a package under its own name, which is the hash of its sources where it was built.
     *
     * @return its key
     */
    String upload(Path zip) {
        create();
        String key = String.valueOf(zip.getFileName());
        client.call(
                S3.PUT_OBJECT,
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .contentType("application/zip")
                        .body(content(zip))
                        .build());
        return key;
    }

    private static byte[] content(Path zip) {
        try {
            return Files.readAllBytes(zip);
        } catch (IOException problem) {
            throw new CommandException("cannot read " + zip);
        }
    }

    private void create() {
        if (!created) {
            client.call(S3.CREATE_BUCKET, CreateBucketRequest.builder().bucket(bucket).build());
            created = true;
        }
    }
}
