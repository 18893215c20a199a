package dev.gatehouse.ecr;

import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The images of repositories: manifests and their tags in the store, blobs on disk. Blocks. */
final class ImageCatalog {
    /** What a repository may have; Amazon ECR's quota is ten times that. */
    private static final int MOST_IMAGES = 10_000;

    /** Manifests that are in memory at once. */
    private static final int PAGE = 25;

    private final Store store;
    private final Documents<StoredImage> documents;
    private final RepositoryCatalog repositories;
    private final ImageFiles files;
    private final Clock clock;

    ImageCatalog(Store store, RepositoryCatalog repositories, ImageFiles files, Clock clock) {
        this.store = store;
        this.documents = store.documents(StoredImage.KIND);
        this.repositories = repositories;
        this.files = files;
        this.clock = clock;
    }

    ImageFiles files() {
        return files;
    }

    /** The images of a repository, by their digests; without manifests, which may be long. */
    List<StoredImage> list(Scope scope, String repository) {
        List<StoredImage> all = new ArrayList<>();
        forEach(
                scope,
                repository,
                image -> {
                    all.add(image.withoutManifest());
                    return true;
                });
        return all;
    }

    /** Shows the images of a repository one after the other, as long as more are wanted. */
    private void forEach(Scope scope, String repository, Predicate<StoredImage> goesOn) {
        String prefix = StoredImage.prefix(repository);
        String after = null;
        List<Stored<StoredImage>> page;
        do {
            page = documents.list(scope, prefix, after, PAGE);
            for (Stored<StoredImage> each : page) {
                if (!goesOn.test(each.value())) {
                    return;
                }
                after = each.id();
            }
        } while (page.size() == PAGE);
    }

    /**
     * @param reference a digest or a tag
     */
    Optional<StoredImage> find(Scope scope, String repository, String reference) {
        if (ImageFiles.isDigest(reference)) {
            return documents.find(scope, id(repository, reference)).map(Stored::value);
        }
        List<StoredImage> found = new ArrayList<>();
        forEach(
                scope,
                repository,
                image -> {
                    if (image.tags().contains(reference)) {
                        found.add(image);
                    }
                    return found.isEmpty();
                });
        return found.stream().findFirst();
    }

    private static String id(String repository, String digest) {
        return StoredImage.prefix(repository) + digest;
    }

    /**
     * An image that is pushed.
     *
     * @param text its manifest
     * @param mediaType the manifest's; null where that has to say it itself
     * @param tag what to call it from now on; null for nothing
     * @param digest what its manifest's has to be; null for any
     */
    record Push(
            String text,
            @Nullable String mediaType,
            @Nullable String tag,
            @Nullable String digest) {}

    /**
     * Takes an image all of whose parts are here.
     *
     * @throws dev.gatehouse.kernel.ServiceException as PutImage has them
     */
    synchronized StoredImage put(Scope scope, String repository, Push push) {
        StoredRepository stored = repositories.require(scope, null, repository);
        Manifest manifest = Manifest.read(push.text(), push.mediaType());
        String digest = "sha256:" + Hashes.sha256Hex(push.text());
        if (push.digest() != null && !push.digest().equals(digest)) {
            throw EcrErrors.of(
                    "ImageDigestDoesNotMatchException",
                    "The digest '%s' of the image does not match the digest of the manifest",
                    push.digest());
        }
        requireParts(scope, repository, manifest);
        String tag = push.tag();
        Optional<StoredImage> former =
                (tag == null ? Optional.<StoredImage>empty() : find(scope, repository, tag))
                        .filter(image -> !image.digest().equals(digest));
        if (former.isPresent() && isImmutable(stored, String.valueOf(tag))) {
            throw EcrErrors.of(
                    "ImageTagAlreadyExistsException",
                    "The image tag '%s' already exists in the '%s' repository and cannot be"
                            + " overwritten because the tag is immutable.",
                    String.valueOf(tag),
                    repository);
        }
        requireRoom(scope, repository, digest);
        StoredImage image =
                new StoredImage(
                        digest,
                        manifest.mediaType(),
                        manifest.size(),
                        clock.now(),
                        tag == null ? Set.of() : Set.of(tag),
                        push.text());
        write(scope, repository, image, former);
        return image;
    }

    private void requireRoom(Scope scope, String repository, String digest) {
        if (documents.count(scope, StoredImage.prefix(repository)) >= MOST_IMAGES
                && documents.find(scope, id(repository, digest)).isEmpty()) {
            throw EcrErrors.of(
                    "LimitExceededException",
                    "The repository with name '%s' cannot have more than %d images.",
                    repository,
                    MOST_IMAGES);
        }
    }

    /** Adds an image, or its tag to the one that is there, and takes that from the former. */
    private void write(
            Scope scope, String repository, StoredImage image, Optional<StoredImage> former) {
        store.transact(
                transaction -> {
                    Documents<StoredImage> all = transaction.documents(StoredImage.KIND);
                    for (String tag : image.tags()) {
                        former.ifPresent(
                                other ->
                                        all.update(
                                                scope,
                                                id(repository, other.digest()),
                                                each -> each.untagged(tag)));
                    }
                    String id = id(repository, image.digest());
                    return all.update(scope, id, each -> each.tagged(image.tags()))
                            .orElseGet(() -> all.insert(scope, id, image));
                });
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
        documents.update(scope, id(repository, image.digest()), each -> each.untagged(tag));
    }

    /** Deletes an image, and what no other one needs of it. */
    synchronized void delete(Scope scope, String repository, StoredImage image) {
        documents.delete(scope, id(repository, image.digest()));
        Set<String> used = new HashSet<>();
        forEach(
                scope,
                repository,
                other -> {
                    used.addAll(blobs(other));
                    return true;
                });
        files.retain(scope, repository, used, blobs(image));
    }

    private static Set<String> blobs(StoredImage image) {
        return Set.copyOf(Manifest.read(image.manifest(), image.mediaType()).blobs());
    }

    /** Deletes all that a repository has. */
    synchronized void deleteAll(Scope scope, String repository) {
        documents.deleteAll(scope, StoredImage.prefix(repository));
        files.delete(scope, repository);
    }
}
