package dev.gatehouse.lambda.runtimes.fetch;

import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Folders with the content of pinned files, made when first wanted and offline afterwards. A folder
 * appears whole or not at all. Blocks.
 */
public final class Bundles implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final Path directory;
    private final Registries registries;

    /** Read when first wanted: a node's start does not. */
    private static final class Pinned {
        static final ArtifactLock FILES = ArtifactLock.load();
    }

    /** The folders of those that were asked for, whose names take a digest to find out. */
    private final Map<String, Named> named = new ConcurrentHashMap<>();

    private final Map<Path, CompletableFuture<Path>> making = new ConcurrentHashMap<>();
    private final Set<Downloads> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Bundles(Path directory, Registries registries) {
        this.directory = directory;
        this.registries = registries;
    }

    public boolean has(String bundle) {
        return !Pinned.FILES.of(bundle).isEmpty();
    }

    /**
     * The folder of a bundle.
     *
     * @param finish completes the folder before anyone sees it
     * @param edition changes when what {@code finish} does changes
     */
    public Path get(String bundle, String edition, Finish finish) {
        Named known = named.get(bundle);
        if (known == null || !known.edition().equals(edition)) {
            String digest = Digests.shortName(Pinned.FILES.of(bundle) + edition);
            known = new Named(edition, directory.resolve(bundle + '-' + digest));
            named.put(bundle, known);
        }
        Path folder = known.folder();
        return Files.isDirectory(folder) ? folder : make(folder, Pinned.FILES.of(bundle), finish);
    }

    private record Named(String edition, Path folder) {}

    /**
     * One bundle's download waits for no other's. Whoever comes while it is under way shares its
     * end, also a bad one: each on its own, they would wait for a silent registry one after the
     * other.
     */
    private Path make(Path folder, List<Artifact> artifacts, Finish finish) {
        CompletableFuture<Path> own = new CompletableFuture<>();
        CompletableFuture<Path> others = making.putIfAbsent(folder, own);
        if (others == null) {
            try {
                own.complete(
                        Files.isDirectory(folder) ? folder : download(folder, artifacts, finish));
            } catch (RuntimeException | Error e) {
                own.completeExceptionally(e);
            } finally {
                making.remove(folder);
            }
        }
        return result(others == null ? own : others);
    }

    private static Path result(CompletableFuture<Path> making) {
        try {
            return making.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Path download(Path folder, List<Artifact> artifacts, Finish finish) {
        try {
            Files.createDirectories(directory);
            Path draft = Files.createTempDirectory(directory, "draft-");
            try {
                fill(draft, artifacts);
                finish.complete(draft);
                readableByAll(draft);
                publish(draft, folder);
            } finally {
                FileTrees.deleteIfExists(draft);
            }
            return folder;
        } catch (IOException e) {
            throw new RuntimeUnavailable(
                    "The files of "
                            + folder.getFileName()
                            + " could not be fetched: "
                            + e.getMessage(),
                    e);
        }
    }

    /** The last touch to a bundle. */
    public interface Finish {
        void complete(Path folder) throws IOException;
    }

    private void fill(Path draft, List<Artifact> artifacts) throws IOException {
        try (Downloads downloads = new Downloads(registries)) {
            underWay.add(downloads);
            if (closed) {
                downloads.stop();
            }
            try {
                fill(draft, artifacts, downloads);
            } finally {
                underWay.remove(downloads);
            }
        }
    }

    private static void fill(Path draft, List<Artifact> artifacts, Downloads downloads)
            throws IOException {
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> pending = new ArrayList<>();
            for (Artifact artifact : artifacts) {
                pending.add(
                        threads.submit(
                                () -> {
                                    places.acquire();
                                    try {
                                        byte[] content = downloads.fetch(artifact);
                                        Unpacking.unpack(artifact, content, draft);
                                    } finally {
                                        places.release();
                                    }
                                    return null;
                                }));
            }
            for (Future<?> one : pending) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? "" : e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends the downloads that are under way, since the node stops. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Downloads::stop);
    }

    private static void publish(Path draft, Path folder) throws IOException {
        try {
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException problem) {
            if (!Files.isDirectory(folder)) {
                throw problem;
            }
            // Another node on the same data folder was faster; its content is the same.
        }
    }

    /** Functions run under users of their own. */
    private static void readableByAll(Path folder) throws IOException {
        folder.toFile().setReadable(true, false);
        folder.toFile().setExecutable(true, false);
    }
}
