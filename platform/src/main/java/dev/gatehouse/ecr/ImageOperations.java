package dev.gatehouse.ecr;

import dev.gatehouse.aws.ecr.BatchDeleteImageRequest;
import dev.gatehouse.aws.ecr.BatchDeleteImageResponse;
import dev.gatehouse.aws.ecr.BatchGetImageRequest;
import dev.gatehouse.aws.ecr.BatchGetImageResponse;
import dev.gatehouse.aws.ecr.DescribeImagesFilter;
import dev.gatehouse.aws.ecr.DescribeImagesRequest;
import dev.gatehouse.aws.ecr.DescribeImagesResponse;
import dev.gatehouse.aws.ecr.Image;
import dev.gatehouse.aws.ecr.ImageDetail;
import dev.gatehouse.aws.ecr.ImageFailure;
import dev.gatehouse.aws.ecr.ImageIdentifier;
import dev.gatehouse.aws.ecr.ListImagesFilter;
import dev.gatehouse.aws.ecr.ListImagesRequest;
import dev.gatehouse.aws.ecr.ListImagesResponse;
import dev.gatehouse.aws.ecr.PutImageRequest;
import dev.gatehouse.aws.ecr.PutImageResponse;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operations on images. */
final class ImageOperations {
    private static final int PAGE = 100;

    private final RepositoryCatalog repositories;
    private final ImageCatalog images;

    ImageOperations(RepositoryCatalog repositories, ImageCatalog images) {
        this.repositories = repositories;
        this.images = images;
    }

    PutImageResponse put(RequestContext context, PutImageRequest input) {
        Scope scope = required(context, input.registryId(), input.repositoryName());
        String tag = input.imageTag();
        if (tag != null) {
            Optional<StoredImage> present = images.find(scope, input.repositoryName(), tag);
            if (present.isPresent() && present.get().manifest().equals(input.imageManifest())) {
                throw EcrErrors.of(
                        "ImageAlreadyExistsException",
                        "Image with digest '%s' and tag '%s' already exists in the repository with"
                                + " name '%s' in registry with id '%s'",
                        present.get().digest(),
                        tag,
                        input.repositoryName(),
                        scope.account().value());
            }
        }
        StoredImage image =
                images.put(
                        scope,
                        input.repositoryName(),
                        new ImageCatalog.Push(
                                input.imageManifest(),
                                input.imageManifestMediaType(),
                                tag,
                                input.imageDigest()));
        return PutImageResponse.builder()
                .image(view(scope, input.repositoryName(), image, tag))
                .build();
    }

    BatchGetImageResponse get(RequestContext context, BatchGetImageRequest input) {
        Scope scope = required(context, input.registryId(), input.repositoryName());
        List<Image> found = new ArrayList<>();
        List<ImageFailure> missing = new ArrayList<>();
        for (ImageIdentifier id : input.imageIds()) {
            Optional<StoredImage> image = find(scope, input.repositoryName(), id);
            if (image.isEmpty()) {
                missing.add(failure(id));
            } else if (accepted(input.acceptedMediaTypes(), image.get().mediaType())) {
                found.add(view(scope, input.repositoryName(), image.get(), id.imageTag()));
            }
        }
        return BatchGetImageResponse.builder().images(found).failures(missing).build();
    }

    private static boolean accepted(@Nullable List<String> types, String type) {
        return types == null || types.isEmpty() || types.contains(type);
    }

    DescribeImagesResponse describe(RequestContext context, DescribeImagesRequest input) {
        String name = input.repositoryName();
        Scope scope = required(context, input.registryId(), name);
        List<ImageIdentifier> ids = Objects.requireNonNullElse(input.imageIds(), List.of());
        if (!ids.isEmpty()) {
            return DescribeImagesResponse.builder()
                    .imageDetails(
                            ids.stream()
                                    .map(id -> detail(scope, name, require(scope, name, id)))
                                    .toList())
                    .build();
        }
        DescribeImagesFilter filter = input.filter();
        EcrErrors.reject("imageStatus", filter == null ? null : filter.imageStatus());
        List<StoredImage> all =
                tagged(images.list(scope, name), filter == null ? null : filter.tagStatus())
                        .filter(image -> isBehind(image.digest(), input.nextToken()))
                        .toList();
        int most = Math.min(all.size(), Objects.requireNonNullElse(input.maxResults(), PAGE));
        return DescribeImagesResponse.builder()
                .imageDetails(
                        all.subList(0, most).stream()
                                .map(image -> detail(scope, name, image))
                                .toList())
                .nextToken(most < all.size() ? all.get(most - 1).digest() : null)
                .build();
    }

    private static boolean isBehind(String digest, @Nullable String token) {
        return token == null || digest.compareTo(token) > 0;
    }

    private static Stream<StoredImage> tagged(List<StoredImage> all, @Nullable String status) {
        return all.stream()
                .filter(
                        image ->
                                status == null
                                        || status.equals("ANY")
                                        || status.equals("TAGGED") != image.tags().isEmpty());
    }

    ListImagesResponse list(RequestContext context, ListImagesRequest input) {
        Scope scope = required(context, input.registryId(), input.repositoryName());
        ListImagesFilter filter = input.filter();
        EcrErrors.reject("imageStatus", filter == null ? null : filter.imageStatus());
        List<StoredImage> all =
                tagged(
                                images.list(scope, input.repositoryName()),
                                filter == null ? null : filter.tagStatus())
                        .filter(image -> isBehind(image.digest(), input.nextToken()))
                        .toList();
        int most = Math.min(all.size(), Objects.requireNonNullElse(input.maxResults(), PAGE));
        return ListImagesResponse.builder()
                .imageIds(
                        all.subList(0, most).stream()
                                .flatMap(ImageOperations::identifiers)
                                .toList())
                .nextToken(most < all.size() ? all.get(most - 1).digest() : null)
                .build();
    }

    private static Stream<ImageIdentifier> identifiers(StoredImage image) {
        return image.tags().isEmpty()
                ? Stream.of(identifier(image, null))
                : image.tags().stream().sorted().map(tag -> identifier(image, tag));
    }

    /** A tag takes only itself away, a digest the image. */
    BatchDeleteImageResponse delete(RequestContext context, BatchDeleteImageRequest input) {
        String name = input.repositoryName();
        Scope scope = required(context, input.registryId(), name);
        List<ImageIdentifier> deleted = new ArrayList<>();
        List<ImageFailure> missing = new ArrayList<>();
        for (ImageIdentifier id : input.imageIds()) {
            Optional<StoredImage> found = find(scope, name, id);
            if (found.isEmpty()) {
                missing.add(failure(id));
                continue;
            }
            StoredImage image = found.get();
            String tag = id.imageTag();
            if (tag == null || (image.tags().size() == 1 && image.tags().contains(tag))) {
                images.delete(scope, name, image);
                identifiers(image).forEach(deleted::add);
            } else {
                images.untag(scope, name, image, tag);
                deleted.add(identifier(image, tag));
            }
        }
        return BatchDeleteImageResponse.builder().imageIds(deleted).failures(missing).build();
    }

    private Scope required(RequestContext context, @Nullable String registry, String name) {
        Scope scope = new Scope(context.account(), context.region());
        repositories.require(scope, registry, name);
        return scope;
    }

    private Optional<StoredImage> find(Scope scope, String repository, ImageIdentifier id) {
        String digest = id.imageDigest();
        String tag = id.imageTag();
        if (digest == null && tag == null) {
            throw EcrErrors.invalid("imageIds", "an image digest or an image tag");
        }
        return images.find(scope, repository, digest == null ? String.valueOf(tag) : digest)
                .filter(image -> digest == null || tag == null || image.tags().contains(tag));
    }

    private StoredImage require(Scope scope, String repository, ImageIdentifier id) {
        return find(scope, repository, id)
                .orElseThrow(
                        () ->
                                EcrErrors.of(
                                        "ImageNotFoundException",
                                        "The image with imageId {imageDigest:'%s', imageTag:'%s'}"
                                                + " does not exist within the repository with name"
                                                + " '%s' in the registry with id '%s'",
                                        String.valueOf(id.imageDigest()),
                                        String.valueOf(id.imageTag()),
                                        repository,
                                        scope.account().value()));
    }

    private static ImageFailure failure(ImageIdentifier id) {
        return ImageFailure.builder()
                .imageId(id)
                .failureCode("ImageNotFound")
                .failureReason("Requested image not found")
                .build();
    }

    private static ImageIdentifier identifier(StoredImage image, @Nullable String tag) {
        return ImageIdentifier.builder().imageDigest(image.digest()).imageTag(tag).build();
    }

    private static Image view(
            Scope scope, String repository, StoredImage image, @Nullable String tag) {
        return Image.builder()
                .registryId(scope.account().value())
                .repositoryName(repository)
                .imageId(identifier(image, tag))
                .imageManifest(image.manifest())
                .imageManifestMediaType(image.mediaType())
                .build();
    }

    private static ImageDetail detail(Scope scope, String repository, StoredImage image) {
        return ImageDetail.builder()
                .registryId(scope.account().value())
                .repositoryName(repository)
                .imageDigest(image.digest())
                .imageTags(image.tags().isEmpty() ? null : image.tags().stream().sorted().toList())
                .imageSizeInBytes(image.size())
                .imagePushedAt(image.pushed())
                .imageManifestMediaType(image.mediaType())
                .build();
    }
}
