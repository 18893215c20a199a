package dev.gatehouse.ecr;

import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * An image of a repository as it is stored.
 *
 * @param digest {@code sha256:…} of the manifest
 * @param mediaType the manifest's
 * @param size of the manifest's configuration and layers, in bytes
 * @param tags what it is called; an image may have no tag
 * @param manifest as it was pushed, to the byte
 */
record StoredImage(
        String digest,
        String mediaType,
        long size,
        Instant pushed,
        Set<String> tags,
        String manifest) {
    static final Kind<StoredImage> KIND = new Kind<>("ecr.image", StoredImage.class);

    StoredImage {
        tags = Set.copyOf(tags);
    }

    /** Where the images of a repository are; no repository has such a name. */
    static String prefix(String repository) {
        return repository + "/_images/";
    }

    StoredImage withoutManifest() {
        return new StoredImage(digest, mediaType, size, pushed, tags, "");
    }

    StoredImage tagged(Set<String> others) {
        Set<String> more = new TreeSet<>(tags);
        more.addAll(others);
        return withTags(more);
    }

    StoredImage untagged(String tag) {
        Set<String> fewer = new TreeSet<>(tags);
        fewer.remove(tag);
        return withTags(fewer);
    }

    private StoredImage withTags(Set<String> others) {
        return new StoredImage(digest, mediaType, size, pushed, others, manifest);
    }
}
