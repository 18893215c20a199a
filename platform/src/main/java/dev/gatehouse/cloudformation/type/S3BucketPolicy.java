package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::S3::BucketPolicy}. */
final class S3BucketPolicy implements ResourceType {
    private static final String SERVICE = "s3";
    private static final String BUCKET = "Bucket";

    @Override
    public String name() {
        return "AWS::S3::BucketPolicy";
    }

    @Override
    public Set<String> properties() {
        return Set.of(BUCKET, "PolicyDocument.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String bucket = declared.path(BUCKET).asText();
        ObjectNode input = Target.input().put(BUCKET, bucket);
        return target.named(SERVICE, "GetBucketPolicy", input, bucket);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String bucket = declared.path(BUCKET).asText();
        ObjectNode input = Target.input().put(BUCKET, bucket);
        input.put("Policy", Target.document(declared.path("PolicyDocument")));
        target.call(SERVICE, "PutBucketPolicy", input);
        return new Physical(bucket);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return create(target, declared);
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteBucketPolicy", Target.input().put(BUCKET, current.id()));
    }
}
