package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** {@code AWS::S3::Bucket}, without configuration. */
final class S3Bucket implements ResourceType {
    private static final String SERVICE = "s3";

    @Override
    public String name() {
        return "AWS::S3::Bucket";
    }

    @Override
    public Set<String> properties() {
        return Set.of("BucketName");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("BucketName");
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String bucket =
                declared.has("BucketName")
                        ? declared.get("BucketName").asText()
                        : target.generatedLowerCaseName(63);
        target.call(SERVICE, "CreateBucket", Target.input().put("Bucket", bucket));
        String host = bucket + ".s3.amazonaws.com";
        return new Physical(bucket).with("Arn", "arn:aws:s3:::" + bucket).with("DomainName", host);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteBucket", Target.input().put("Bucket", current.id()));
    }
}
