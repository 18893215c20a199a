package dev.gatehouse.ecr;

import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The images of repositories: manifests and their tags in the store, blobs on disk. Blocks. */
final class ImageCatalog {
    /** What a repository may have; Amazon ECR's quota is ten times that. */
    private static final int MOST_IMAGES = 10_000;

    private final Documents<StoredImage> documents;
    private final RepositoryCatalog repositories;
    private final ImageFiles files;
    private final Clock clock;

    ImageCatalog(Store store, RepositoryCatalog repositories, ImageFiles files, Clock clock) {
        this.documents = store.documents(StoredImage.KIND);
        this.repositories = repositories;
        this.files = files;
        this.clock = clock;
    }

    ImageFiles files() {
        return files;
    }

    /** The images of a repository, by their digests. */
    List<StoredImage> list(Scope scope, String repository) {
        return documents.list(scope, StoredImage.prefix(repository), null, MOST_IMAGES).stream()
                .map(Stored::value)
                .toList();
    }

    /**
     * @param reference a digest or a tag
     */
    Optional<StoredImage> find(Scope scope, String repository, String reference) {
        return ImageFiles.isDigest(reference)
                ? documents
                        .find(scope, StoredImage.prefix(repository) + reference)
                        .map(Stored::value)
                : list(scope, repository).stream()
                        .filter(image -> image.tags().contains(reference))
                        .findFirst();
    }

    /**
     * Takes an image that is pushed, all of whose parts are here.
     *
     * @param tag what to call it from now on; null for nothing
     * @throws dev.gatehouse.kernel.ServiceException as PutImage has them
     */
    StoredImage put(
            Scope scope,
            String repository,
            String text,
            @Nullable String mediaType,
            @Nullable String tag) {
        StoredRepository stored = repositories.require(scope, null, repository);
        Manifest manifest = Manifest.read(text, mediaType);
        requireParts(scope, repository, manifest);
        String digest = "sha256:" + Hashes.sha256Hex(text);
        Optional<StoredImage> named = tag == null ? Optional.empty() : find(scope, repository, tag);
        if (named.isPresent()
                && !named.get().digest().equals(digest)
                && isImmutable(stored, String.valueOf(tag))) {
            throw EcrErrors.of(
                    "ImageTagAlreadyExistsException",
                    "The image tag '%s' already exists in the '%s' repository and cannot be"
                            + " overwritten because the tag is immutable.",
                    String.valueOf(tag),
                    repository);
        }
        String id = StoredImage.prefix(repository) + digest;
        StoredImage image =
                new StoredImage(
                        digest,
                        manifest.mediaType(),
                        manifest.size(),
                        clock.now(),
                        tag == null ? Set.of() : Set.of(tag),
                        text);
        if (documents.count(scope, StoredImage.prefix(repository)) >= MOST_IMAGES) {
            throw EcrErrors.of(
                    "LimitExceededException",
                    "The repository with name '%s' cannot have more than %d images.",
                    repository,
                    MOST_IMAGES);
        }
        if (tag != null && named.isPresent() && !named.get().digest().equals(digest)) {
            change(scope, repository, named.get().digest(), former -> former.untagged(tag));
        }
        try {
            documents.insert(scope, id, image);
        } catch (DuplicateDocumentException present) {
            if (tag != null) {
                change(scope, repository, digest, former -> former.tagged(tag));
            }
        }
        return image;
    }

    private void change(
            Scope scope, String repository, String digest, UnaryOperator<StoredImage> change) {
        documents.update(scope, StoredImage.prefix(repository) + digest, change);
    }

    private void requireParts(Scope scope, String repository, Manifest manifest) {
        List<String> missing = new ArrayList<>();
        for (String digest : manifest.blobs()) {
            if (files.blob(scope, repository, digest).isEmpty()) {
                missing.add(digest);
            }
        }
        if (!missing.isEmpty()) {
            throw EcrErrors.of(
                    "LayersNotFoundException",
                    "Layers with digests '%s' required for pushing image into repository with name"
                            + " '%s' in the registry with id '%s' do not exist",
                    missing,
                    repository,
                    scope.account().value());
        }
        for (String digest : manifest.manifests()) {
            if (find(scope, repository, digest).isEmpty()) {
                throw EcrErrors.of(
                        "ReferencedImagesNotFoundException",
                        "Images with digests '[%s]' required for pushing image into repository with"
                                + " name '%s' in the registry with id '%s' do not exist",
                        digest,
                        repository,
                        scope.account().value());
            }
        }
    }

    private static boolean isImmutable(StoredRepository repository, String tag) {
        boolean excluded =
                repository.mutability().exclusions().stream()
                        .anyMatch(filter -> matches(filter, tag));
        return repository.mutability().setting().startsWith("IMMUTABLE") != excluded;
    }

    /** A filter has at most four stars. */
    private static boolean matches(String filter, String tag) {
        String pattern = "\\Q" + filter.replace("*", "\\E.*\\Q") + "\\E";
        return Pattern.matches(pattern, tag);
    }

    /** Takes a tag away; an image without any stays. */
    void untag(Scope scope, String repository, StoredImage image, String tag) {
        change(scope, repository, image.digest(), former -> former.untagged(tag));
    }

    /** Deletes an image, and what no other one needs of it. */
    void delete(Scope scope, String repository, StoredImage image) {
        documents.delete(scope, StoredImage.prefix(repository) + image.digest());
        Set<String> used = new HashSet<>();
        for (StoredImage other : list(scope, repository)) {
            used.addAll(Manifest.read(other.manifest(), other.mediaType()).blobs());
        }
        files.retain(scope, repository, used);
    }

    /** Deletes all that a repository has. */
    void deleteAll(Scope scope, String repository) {
        documents.deleteAll(scope, StoredImage.prefix(repository));
        files.delete(scope, repository);
    }
}
