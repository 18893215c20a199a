package dev.gatehouse.ecr;

import dev.gatehouse.aws.ecr.BatchCheckLayerAvailabilityRequest;
import dev.gatehouse.aws.ecr.BatchCheckLayerAvailabilityResponse;
import dev.gatehouse.aws.ecr.CompleteLayerUploadRequest;
import dev.gatehouse.aws.ecr.CompleteLayerUploadResponse;
import dev.gatehouse.aws.ecr.GetDownloadUrlForLayerRequest;
import dev.gatehouse.aws.ecr.GetDownloadUrlForLayerResponse;
import dev.gatehouse.aws.ecr.InitiateLayerUploadRequest;
import dev.gatehouse.aws.ecr.InitiateLayerUploadResponse;
import dev.gatehouse.aws.ecr.Layer;
import dev.gatehouse.aws.ecr.LayerFailure;
import dev.gatehouse.aws.ecr.UploadLayerPartRequest;
import dev.gatehouse.aws.ecr.UploadLayerPartResponse;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Layers by ECR's own operations, for clients that do not speak the registry's protocol. */
final class LayerOperations {
    /** What ECR tells clients to send at once. */
    private static final long PART_BYTES = 10L << 20;

    private static final String MEDIA_TYPE = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    private final RepositoryCatalog repositories;
    private final ImageFiles files;
    private final RegistryTokens tokens;

    LayerOperations(RepositoryCatalog repositories, ImageFiles files, RegistryTokens tokens) {
        this.repositories = repositories;
        this.files = files;
        this.tokens = tokens;
    }

    BatchCheckLayerAvailabilityResponse check(
            RequestContext context, BatchCheckLayerAvailabilityRequest input) {
        Scope scope = required(context, input.registryId(), input.repositoryName());
        List<Layer> layers = new ArrayList<>();
        List<LayerFailure> failures = new ArrayList<>();
        for (String digest : input.layerDigests()) {
            if (ImageFiles.isDigest(digest)) {
                layers.add(layer(files.blob(scope, input.repositoryName(), digest), digest));
            } else {
                failures.add(
                        LayerFailure.builder()
                                .layerDigest(digest)
                                .failureCode("InvalidLayerDigest")
                                .failureReason("Invalid layer digest")
                                .build());
            }
        }
        return BatchCheckLayerAvailabilityResponse.builder()
                .layers(layers)
                .failures(failures)
                .build();
    }

    private static Layer layer(Optional<Path> blob, String digest) {
        return blob.map(
                        found ->
                                Layer.builder()
                                        .layerDigest(digest)
                                        .layerAvailability("AVAILABLE")
                                        .layerSize(size(found))
                                        .mediaType(MEDIA_TYPE)
                                        .build())
                .orElseGet(
                        () ->
                                Layer.builder()
                                        .layerDigest(digest)
                                        .layerAvailability("UNAVAILABLE")
                                        .build());
    }

    /** A link to the registry on the host that the caller knows the node by. */
    GetDownloadUrlForLayerResponse download(
            RequestContext context, GetDownloadUrlForLayerRequest input) {
        String name = input.repositoryName();
        Scope scope = required(context, input.registryId(), name);
        String digest = input.layerDigest();
        if (!ImageFiles.isDigest(digest) || files.blob(scope, name, digest).isEmpty()) {
            throw EcrErrors.of(
                    "LayersNotFoundException",
                    "The layer with digest '%s' does not exist in the repository with name '%s' in"
                            + " the registry with id '%s'",
                    digest,
                    name,
                    scope.account().value());
        }
        String path = "/v2/" + name + "/blobs/" + digest;
        String query =
                tokens.query(new CallerIdentity(context.principal(), context.region()), path);
        return GetDownloadUrlForLayerResponse.builder()
                .downloadUrl("http://" + context.authority() + path + '?' + query)
                .layerDigest(digest)
                .build();
    }

    InitiateLayerUploadResponse begin(RequestContext context, InitiateLayerUploadRequest input) {
        Scope scope = required(context, input.registryId(), input.repositoryName());
        try {
            return InitiateLayerUploadResponse.builder()
                    .uploadId(files.begin(scope, input.repositoryName()))
                    .partSize(PART_BYTES)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parts come in their order, each with all that it says. */
    UploadLayerPartResponse add(RequestContext context, UploadLayerPartRequest input) {
        String name = input.repositoryName();
        Scope scope = required(context, input.registryId(), name);
        Path upload = upload(scope, name, input.uploadId());
        byte[] part = input.layerPartBlob();
        boolean next = size(upload) == input.partFirstByte();
        if (!next || input.partLastByte() != input.partFirstByte() + part.length - 1) {
            throw EcrErrors.of(
                    "InvalidLayerPartException",
                    "The layer part of bytes %d to %d is not what follows the last byte received,"
                            + " %d",
                    input.partFirstByte(),
                    input.partLastByte(),
                    size(upload) - 1);
        }
        try {
            ImageFiles.append(upload, new ByteArrayInputStream(part));
        } catch (ImageFiles.TooLong tooLong) {
            throw EcrErrors.of("LimitExceededException", "A layer is longer than 10 GB.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return UploadLayerPartResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(name)
                .uploadId(input.uploadId())
                .lastByteReceived(input.partLastByte())
                .build();
    }

    CompleteLayerUploadResponse complete(RequestContext context, CompleteLayerUploadRequest input) {
        String name = input.repositoryName();
        Scope scope = required(context, input.registryId(), name);
        Path upload = upload(scope, name, input.uploadId());
        String digest = input.layerDigests().getFirst();
        if (size(upload) == 0) {
            throw EcrErrors.of(
                    "EmptyUploadException",
                    "The specified layer upload does not contain any layer parts.");
        }
        if (files.blob(scope, name, digest).isPresent()) {
            throw EcrErrors.of(
                    "LayerAlreadyExistsException",
                    "Layer with digest '%s' already exists in the repository with name '%s' in"
                            + " registry with id '%s'",
                    digest,
                    name,
                    scope.account().value());
        }
        try {
            if (!ImageFiles.isDigest(digest) || !files.complete(scope, name, upload, digest)) {
                throw EcrErrors.of(
                        "InvalidLayerException",
                        "The layer digest calculation performed by Amazon ECR upon receipt of the"
                                + " image layer does not match the digest specified.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CompleteLayerUploadResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(name)
                .uploadId(input.uploadId())
                .layerDigest(digest)
                .build();
    }

    private Scope required(RequestContext context, @Nullable String registry, String name) {
        Scope scope = new Scope(context.account(), context.region());
        repositories.require(scope, registry, name);
        return scope;
    }

    private Path upload(Scope scope, String repository, String id) {
        return files.upload(scope, repository, id)
                .orElseThrow(() -> noUpload(scope, repository, id));
    }

    private static ServiceException noUpload(Scope scope, String repository, String id) {
        return EcrErrors.of(
                "UploadNotFoundException",
                "The upload with id '%s' does not exist in the repository with name '%s' in the"
                        + " registry with id '%s'",
                id,
                repository,
                scope.account().value());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
