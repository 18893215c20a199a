package dev.gatehouse.s3;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.s3.Tagging;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.identity.policy.open.PublicPolicies;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.model.ObjectTags;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.object.CopySource;
import dev.gatehouse.s3.object.ObjectCatalog;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.message.Signing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose a bucket and its objects are, and what its policy says (Amazon S3 User Guide, "Required
 * permissions for Amazon S3 API operations" and "Policy condition keys").
 */
final class BucketAccess implements ServiceAccess {
    private static final String ARN = "arn:aws:s3:::";

    private static final String REQUESTED_TAG = "s3:requestobjecttag/";
    private static final String EXISTING_TAG = "s3:existingobjecttag/";

    private static final Set<String> COPYING = Set.of("CopyObject", "UploadPartCopy");

    /** Operations after which there is an object. */
    private static final Set<String> CREATING =
            Set.of("PutObject", "CopyObject", "CompleteMultipartUpload");

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final Clock clock;

    BucketAccess(BucketCatalog buckets, ObjectCatalog objects, Clock clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.clock = clock;
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
                                                plain.arn(), bucket.account(), inForce(bucket))
                                        .withTags(() -> Optional.of(Map.of())))
                .orElse(plain);
    }

    /** A public policy may be restricted to the bucket's account ("Block public access"). */
    private static @Nullable Policy inForce(StoredBucket bucket) {
        StoredSettings settings = bucket.settings();
        String document = settings.policy();
        if (document == null) {
            return null;
        }
        Policy policy = Policy.of(document);
        boolean restricted =
                settings.publicAccess() != null
                        && settings.publicAccess().restrict()
                        && PublicPolicies.isPublic(document);
        return restricted ? policy.and(PublicPolicies.closing("s3:*", bucket.account())) : policy;
    }

    /**
     * A node is spoken to on its own machine, or behind what ends TLS for it. Tags of buckets count
     * on AWS once a bucket is opened to them, which none is here.
     */
    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        Signing signing =
                context.principal().kind() == PrincipalKind.ANONYMOUS
                        ? null
                        : context.origin().signing();
        boolean reads = isSource(operation, need);
        return key ->
                switch (key) {
                    case "s3:tlsversion" -> List.of("1.3");
                    case "s3:authtype", "s3:signatureversion", "s3:signatureage" ->
                            signing == null ? List.of() : ofSigning(key, signing);
                    case "s3:x-amz-content-sha256" ->
                            signing == null || signing.contentHash() == null
                                    ? List.of()
                                    : List.of(signing.contentHash());
                    case "s3:resourceaccount" -> owner(need);
                    case "s3:objectcreationoperation" ->
                            List.of(String.valueOf(!reads && CREATING.contains(operation.name())));
                    case "s3:requestobjecttagkeys" ->
                            reads ? List.of() : List.copyOf(asked(input).keySet());
                    default ->
                            reads && !key.startsWith(EXISTING_TAG)
                                    ? ofSource(key, input)
                                    : ofTag(key, input, need);
                };
    }

    /** Whether the object is asked for that a copy reads. */
    private static boolean isSource(OperationModel operation, Need need) {
        return COPYING.contains(operation.name()) && need.action().startsWith("s3:GetObject");
    }

    /** What a copy says is about the object that it makes. */
    private static @Nullable List<String> ofSource(String key, Structure input) {
        String version = CopySource.parse(String.valueOf(input.value("CopySource"))).version();
        return key.equals("s3:versionid") && version != null
                ? List.of(version)
                : key.startsWith("s3:") ? List.of() : null;
    }

    private List<String> ofSigning(String key, Signing signing) {
        return switch (key) {
            case "s3:authtype" -> List.of(signing.type());
            case "s3:signatureversion" -> List.of(signing.version());
            default ->
                    signing.urlSignedAt().stream()
                            .map(at -> Duration.between(at, clock.now()).toMillis())
                            .map(String::valueOf)
                            .toList();
        };
    }

    private List<String> owner(Need need) {
        return buckets.find(bucket(need)).stream().map(bucket -> bucket.account().value()).toList();
    }

    private static String bucket(Need need) {
        return path(need).split("/", 2)[0];
    }

    private static String path(Need need) {
        return need.resource().startsWith(ARN) ? need.resource().substring(ARN.length()) : "";
    }

    private @Nullable List<String> ofTag(String key, Structure input, Need need) {
        if (key.startsWith(REQUESTED_TAG)) {
            return tag(asked(input), key.substring(REQUESTED_TAG.length()));
        }
        return key.startsWith(EXISTING_TAG)
                ? tag(present(input, need), key.substring(EXISTING_TAG.length()))
                : null;
    }

    /** The tags that an object is to have. */
    private static Map<String, String> asked(Structure input) {
        return switch (input.value("Tagging")) {
            case String header -> ObjectTags.parse(header);
            case Structure tagging -> ObjectTags.of(new Tagging(tagging).tagSet());
            case null, default -> Map.of();
        };
    }

    /** The tags that the object has that is asked for, in the version that the request names. */
    private Map<String, String> present(Structure input, Need need) {
        String[] object = path(need).split("/", 2);
        if (object.length < 2) {
            return Map.of();
        }
        boolean copied =
                input.value("CopySource") instanceof String && need.action().startsWith("s3:Get");
        String version =
                copied
                        ? CopySource.parse(String.valueOf(input.value("CopySource"))).version()
                        : text(input.value("VersionId"));
        return present(object[0], object[1], version);
    }

    private Map<String, String> present(String bucket, String key, @Nullable String version) {
        try {
            return objects.get(bucket, key, version).headers().tags();
        } catch (ServiceException absent) {
            return Map.of();
        }
    }

    /** Names of tags have no case in keys. */
    private static List<String> tag(Map<String, String> tags, String name) {
        return tags.entrySet().stream()
                .filter(tag -> tag.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
