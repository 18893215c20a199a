package dev.gatehouse.s3;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.bucket.PublicPolicies;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.object.CopySource;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose a bucket and its objects are, and what its policy says (Amazon S3 User Guide, "Required
 * permissions for Amazon S3 API operations" and "Policy condition keys").
 */
final class BucketAccess implements ServiceAccess {
    private static final String ARN = "arn:aws:s3:::";

    /** Condition keys that are members of requests. */
    private static final Map<String, String> MEMBERS =
            Map.of(
                    "s3:prefix", "Prefix",
                    "s3:delimiter", "Delimiter",
                    "s3:max-keys", "MaxKeys",
                    "s3:versionid", "VersionId",
                    "s3:x-amz-acl", "ACL",
                    "s3:x-amz-copy-source", "CopySource",
                    "s3:x-amz-metadata-directive", "MetadataDirective",
                    "s3:x-amz-server-side-encryption", "ServerSideEncryption",
                    "s3:x-amz-server-side-encryption-aws-kms-key-id", "SSEKMSKeyId",
                    "s3:x-amz-storage-class", "StorageClass");

    private final BucketCatalog buckets;

    BucketAccess(BucketCatalog buckets) {
        this.buckets = buckets;
    }

    @Override
    public boolean deniesRoot() {
        return true;
    }

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        requireBucket(context.principal(), operation, input);
        if (isWayOut(context.principal(), operation, input)) {
            return List.of();
        }
        List<Need> needs = new ArrayList<>();
        switch (operation.name()) {
            case "DeleteObjects" -> {} // one by one, as they are deleted
            case "CopyObject", "UploadPartCopy" -> {
                CopySource source = CopySource.parse(String.valueOf(input.value("CopySource")));
                needs.add(
                        new Need(
                                ofVersion("s3:GetObject", source.version()),
                                ARN + source.bucket() + '/' + source.key()));
                needs.addAll(listed);
            }
            case "GetObject",
                    "HeadObject",
                    "DeleteObject",
                    "GetObjectTagging",
                    "PutObjectTagging",
                    "DeleteObjectTagging" -> {
                for (Need each : listed) {
                    String action = ofVersion(each.action(), text(input.value("VersionId")));
                    needs.add(new Need(action, each.resource()));
                }
            }
            default -> needs.addAll(listed);
        }
        if (!operation.name().endsWith("ObjectTagging")
                && input.value("Tagging") instanceof String
                && !listed.isEmpty()) {
            needs.add(new Need("s3:PutObjectTagging", listed.getFirst().resource()));
        }
        return needs;
    }

    /**
     * Callers without a key learn that a bucket is not there, as there is no policy to say more.
     */
    private void requireBucket(Principal caller, OperationModel operation, Structure input) {
        if (caller.kind() == PrincipalKind.ANONYMOUS
                && !operation.name().equals("CreateBucket")
                && input.value("Bucket") instanceof String name
                && buckets.find(name).isEmpty()) {
            throw S3Errors.noSuchBucket(name);
        }
    }

    /** The owner's root always gets at a policy, also at one that denies it everything. */
    private boolean isWayOut(Principal caller, OperationModel operation, Structure input) {
        return caller.kind() == PrincipalKind.ROOT
                && operation.name().endsWith("BucketPolicy")
                && buckets.find(String.valueOf(input.value("Bucket")))
                        .filter(bucket -> bucket.account().equals(caller.account()))
                        .isPresent();
    }

    /** {@code s3:GetObjectTagging} of a version is {@code s3:GetObjectVersionTagging}. */
    private static String ofVersion(String action, @Nullable String version) {
        return version == null ? action : action.replaceFirst("Object", "ObjectVersion");
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        if (!plain.arn().startsWith(ARN)) {
            return plain;
        }
        String path = plain.arn().substring(ARN.length());
        int slash = path.indexOf('/');
        return buckets.find(slash < 0 ? path : path.substring(0, slash))
                .map(
                        bucket ->
                                new ProtectedResource(
                                        plain.arn(),
                                        bucket.account(),
                                        PublicPolicies.inForce(bucket)))
                .orElse(plain);
    }

    /** A node is spoken to on its own machine, or behind what ends TLS for it. */
    @Override
    public Map<String, List<String>> keys(
            RequestContext context, OperationModel operation, Structure input) {
        Map<String, List<String>> keys = new HashMap<>();
        MEMBERS.forEach(
                (key, member) -> {
                    String value = text(input.value(member));
                    keys.put(key, value == null ? List.of() : List.of(value));
                });
        keys.put("s3:tlsversion", List.of("1.3"));
        keys.put("s3:signatureversion", List.of("AWS4-HMAC-SHA256"));
        return keys;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
