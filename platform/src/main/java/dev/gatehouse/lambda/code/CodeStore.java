package dev.gatehouse.lambda.code;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.FullDisk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Deployment packages: archives among the blobs, and beside them the trees they unpack to, which
 * versions with the same content share. A package is kept only when all of it could be unpacked.
 * The archive is the truth: a tree that is missing is made again from it.
 */
public final class CodeStore {
    private final Blobs blobs;
    private final Trees trees;
    private final CodeLimits limits;
    private final KnownTrees known = new KnownTrees();
    private final LiveTrees live = new LiveTrees();

    /** Intake may run beside intake, but not beside a sweep. */
    private final ReadWriteLock sweeping = new ReentrantReadWriteLock();

    private CodeStore(Blobs blobs, Trees trees, CodeLimits limits) {
        this.blobs = blobs;
        this.trees = trees;
        this.limits = limits;
    }

    /**
     * Opens the packages of a node; a sweep deletes from its folder whatever is not named.
     *
     * @param folder where archives and trees are kept, and nothing else is
     */
    public static CodeStore open(Path folder, CodeLimits limits, Clock clock) {
        Path root = folder.toAbsolutePath();
        try {
            Trees trees = new Trees(root.resolve("trees"), clock);
            return new CodeStore(Blobs.open(root.resolve("archives"), clock), trees, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How large a package may be here. */
    public CodeLimits limits() {
        return limits;
    }

    /**
     * Takes in an archive that came within a request.
     *
     * @throws dev.gatehouse.kernel.ServiceException when it is too large, no zip, or reaches
     *     outside its own tree
     */
    public CodePackage take(byte[] zip) {
        if (zip.length == 0) {
            throw PackageErrors.empty();
        }
        if (zip.length > limits.zippedBytes()) {
            throw PackageErrors.zippedTooLarge(limits.zippedBytes());
        }
        Lock lock = sweeping.readLock();
        lock.lock();
        try {
            BlobKey key = blobs.put(zip);
            return new CodePackage(key, zip.length, place(key));
        } finally {
            lock.unlock();
        }
    }

    /** Takes in an archive from elsewhere, of any size its content may have. */
    public CodePackage take(InputStream zip) {
        BoundedStream bounded = new BoundedStream(zip, limits.unzippedBytes());
        Lock lock = sweeping.readLock();
        lock.lock();
        try {
            BlobKey key = blobs.put(bounded);
            return new CodePackage(key, bounded.count(), place(key));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes in a package that is no archive, by what describes it.
     *
     * @param description what its name is the digest of
     * @param maker makes its tree, unless that is here
     */
    public BlobKey take(byte[] description, TreeMaker maker) {
        Lock lock = sweeping.readLock();
        lock.lock();
        try {
            BlobKey key = blobs.put(description);
            make(key, maker);
            return key;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the tree of such a package again when it is missing. */
    public void restore(BlobKey key, TreeMaker maker) {
        Lock lock = sweeping.readLock();
        lock.lock();
        try {
            make(key, maker);
        } finally {
            lock.unlock();
        }
    }

    private void make(BlobKey key, TreeMaker maker) {
        try {
            if (!trees.touch(key)) {
                Path draft = trees.newDraft();
                try {
                    maker.fill(draft);
                    trees.settle(draft, key);
                } finally {
                    FileTrees.deleteIfExists(draft);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the tree of a package is, once it is there. */
    public Path tree(BlobKey key) {
        return live.place(key, trees.place(key));
    }

    /**
     * Where somebody may work in a package: a copy that takes the place of its tree until the node
     * ends. Its files are the tree's own: put others in their place, never write to one.
     */
    public Path edit(BlobKey key) {
        Path usual = trees.place(key);
        Path known = tree(key);
        if (!known.equals(usual)) {
            return known;
        }
        restore(key);
        try {
            Path copy = trees.newDraft();
            LiveTrees.fill(copy, usual);
            live.add(key, copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells that a package was edited. */
    public void edited(BlobKey key) {
        live.changed(key);
    }

    /** Tells states of a package apart that was edited; empty for all others. */
    public String edition(BlobKey key) {
        return live.edition(key);
    }

    /** Unpacks a package again when its tree is missing, as on another node or a new disk. */
    public void restore(BlobKey key) {
        Lock lock = sweeping.readLock();
        lock.lock();
        try {
            if (!trees.touch(key)) {
                unpack(key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Prepares a tree for a runtime, unless that was done since it was made. Blocks. */
    public void prepare(BlobKey key, String runtime, PackagePreparation preparation) {
        if (known.prepare(key, runtime)) {
            preparation.prepare(trees.place(key), runtime);
        }
    }

    /** Whether the archive is here as it came. Reads all of it. */
    boolean isIntact(BlobKey key) {
        return blobs.isIntact(key);
    }

    /** The archive as it came. Read it, never write it. */
    public Path archive(BlobKey key) {
        return blobs.path(key);
    }

    /**
     * Deletes packages that are not in {@code live}, and were not hours ago, and that nobody took
     * in since: environments of a former version may still be reading younger ones.
     *
     * @return how many packages went
     */
    public int sweep(Set<BlobKey> live) {
        Lock lock = sweeping.writeLock();
        lock.lock();
        try {
            return blobs.sweep(live, trees::delete);
        } finally {
            lock.unlock();
        }
    }

    /** Puts the tree of a package in place and says how many bytes its files have. */
    private long place(BlobKey key) {
        // Who deploys it means what is in it, not what was made of it since.
        live.forget(key);
        OptionalLong bytes = known.bytes(key);
        try {
            if (bytes.isPresent() && trees.touch(key)) {
                return bytes.getAsLong();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return unpackNew(key);
    }

    private long unpackNew(BlobKey key) {
        boolean kept = false;
        try {
            long bytes = unpack(key);
            kept = true;
            return bytes;
        } catch (IOException e) {
            throw FullDisk.of(blobs.path(key).resolveSibling(""), e)
                    .<RuntimeException>map(full -> full)
                    .orElseGet(PackageErrors::notUnzippable);
        } catch (IllegalArgumentException _) {
            throw PackageErrors.notUnzippable();
        } finally {
            // With a tree beside it the archive is another function's too.
            if (!kept && !Files.isDirectory(trees.place(key))) {
                blobs.delete(key);
            }
        }
    }

    private long unpack(BlobKey key) throws IOException {
        Path draft = trees.newDraft();
        boolean settled = false;
        try (ZipFile zip = ZipFile.builder().setPath(blobs.path(key)).get()) {
            long bytes = new Unpacking(zip, draft, limits).run();
            trees.settle(draft, key);
            settled = true;
            known.add(key, bytes);
            return bytes;
        } finally {
            if (!settled) {
                FileTrees.delete(draft);
            }
        }
    }
}
