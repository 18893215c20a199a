package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The bucket that deployment packages are uploaded to. */
final class ArtifactBucket {
    private static final String SERVICE = "s3";

    private final AwsClient client;
    private final String bucket;
    private boolean created;

    ArtifactBucket(AwsClient client) {
        this.client = client;
        this.bucket = "gatehouse-deployments-" + client.region().name();
    }

    /** Uploads a package under its own name, which is the hash of its sources. */
    ObjectNode upload(Path zip) {
        create();
        String key = String.valueOf(zip.getFileName());
        try {
            Map<String, String> headers = Map.of("content-type", "application/zip");
            client.send(SERVICE, "PUT", "/" + bucket + "/" + key, headers, Files.readAllBytes(zip));
        } catch (IOException problem) {
            throw new CommandException("cannot read " + zip);
        }
        return JsonNodeFactory.instance.objectNode().put("Bucket", bucket).put("Key", key);
    }

    private void create() {
        if (!created) {
            client.send(SERVICE, "PUT", "/" + bucket, Map.of(), new byte[0]);
            created = true;
        }
    }
}
