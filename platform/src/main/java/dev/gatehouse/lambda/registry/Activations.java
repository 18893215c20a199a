package dev.gatehouse.lambda.registry;

import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.code.PackagePreparation;
import dev.gatehouse.lambda.image.ImageStore;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.Progress;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.store.BlobKey;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between {@code Pending} and {@code Active}, and during an update: packages are put
 * in place, then the versions are ready; then packages are prepared for their runtime. There is at
 * most one activation a function, since changes wait for the former; those a killed node left
 * undone start again with it.
 */
public final class Activations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Activations.class);
    private static final int AT_ONCE = 4;

    private final FunctionRegistry registry;
    private final CodeStore packages;
    private final ImageStore images;
    private final PackagePreparation preparation;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final Semaphore preparations = new Semaphore(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration updateDelay;
    private final Retries retries;
    private volatile boolean closed;

    /**
     * @param updateDelay how long an update stays in progress at least: clients that forget to wait
     *     for its end find out here and not on AWS
     */
    public Activations(
            FunctionRegistry registry,
            CodeStore packages,
            ImageStore images,
            PackagePreparation preparation,
            Duration updateDelay,
            Retries retries) {
        this.updateDelay = updateDelay;
        this.registry = registry;
        this.retries = retries;
        this.packages = packages;
        this.images = images;
        this.preparation = preparation;
    }

    /**
     * Activates, in the background, whatever of a function is not ready. A failing store only
     * delays it: no function stays in the middle of a change.
     */
    public void start(FunctionReference function) {
        retries.start("Activating " + function.function(), () -> run(function));
    }

    /** What a new version is once its packages are in place, which they mostly are already. */
    public StoredVersion placed(StoredVersion version) {
        return version.withProgress(restore(version));
    }

    /** Prepares, in the background, the package of a version that is ready. */
    public void prepare(FunctionReference function, StoredVersion version) {
        try {
            threads.execute(() -> prepareInTurn(function, version));
        } catch (RejectedExecutionException _) {
            LOG.info("{} stays as it is, since the node stops", function.function());
        }
    }

    private void run(FunctionReference function) {
        if (undone(function).stream().anyMatch(each -> each.progress() == Progress.UPDATING)) {
            retries.pause(updateDelay);
        }
        inTurn(turns, () -> activate(function)).forEach(version -> prepare(function, version));
    }

    private void prepareInTurn(FunctionReference function, StoredVersion version) {
        try {
            inTurn(preparations, () -> prepare(version));
        } catch (RuntimeException e) {
            LOG.error("Preparing the package of {} failed", function.function(), e);
        }
    }

    private static <T> T inTurn(Semaphore turns, Supplier<T> work) {
        turns.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private List<StoredVersion> activate(FunctionReference function) {
        List<StoredVersion> outcomes = new ArrayList<>();
        for (StoredVersion version : undone(function)) {
            outcomes.add(version.withProgress(restore(version)));
        }
        registry.announce(function, version -> settled(version, outcomes));
        // Also without outcomes: an attempt that failed may have been written, and not published.
        registry.transact(
                function,
                within -> {
                    outcomes.forEach(version -> settle(within, function, version));
                    return outcomes.size();
                });
        outcomes.removeIf(version -> version.progress() != Progress.READY);
        return outcomes;
    }

    /**
     * Comes after the version is ready: it makes starts faster, and nobody should wait for it. A
     * node that stops least of all: after many deployments many wait here for their turn.
     */
    private BlobKey prepare(StoredVersion version) {
        BlobKey key = version.code().key();
        if (!closed) {
            packages.prepare(key, version.configuration().launch().runtime(), preparation);
        }
        return key;
    }

    private List<StoredVersion> undone(FunctionReference function) {
        FunctionDocuments documents = registry.documents();
        List<StoredVersion> versions = new ArrayList<>();
        documents.find(function).map(StoredFunction::latest).ifPresent(versions::add);
        versions.addAll(documents.published(function));
        versions.removeIf(version -> !isUndone(version));
        return versions;
    }

    /** Whether a version is not ready yet, or this machine does not have its packages. */
    boolean isUndone(StoredVersion version) {
        return version.progress() == Progress.CREATING
                || version.progress() == Progress.UPDATING
                || isMissing(version.code().key())
                || version.configuration().layers().stream()
                        .anyMatch(layer -> isMissing(layer.code()));
    }

    private boolean isMissing(BlobKey key) {
        return !Files.isDirectory(packages.tree(key));
    }

    private Progress restore(StoredVersion version) {
        try {
            restore(version.code());
            for (LayerReference layer : version.configuration().layers()) {
                packages.restore(layer.code());
            }
            return Progress.READY;
        } catch (RuntimeException | Error e) {
            // Whatever it is: in the middle of a change a function could never be changed again.
            LOG.error("The package {} cannot be put in place", version.code().key(), e);
            return Progress.FAILED;
        }
    }

    private void restore(VersionCode code) {
        if (code.imageUri() == null) {
            packages.restore(code.key());
        } else {
            images.restore(code, code.imageUri());
        }
    }

    private static StoredVersion settled(StoredVersion now, List<StoredVersion> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.version().equals(now.version()))
                .findFirst()
                .map(outcome -> settled(now, outcome))
                .orElse(now);
    }

    /** A version with its outcome, unless it was replaced meanwhile. */
    private static StoredVersion settled(StoredVersion now, StoredVersion outcome) {
        return now.deploymentId().equals(outcome.deploymentId())
                        && now.progress() != outcome.progress()
                ? now.withProgress(outcome.progress())
                : now;
    }

    private static void settle(
            FunctionDocuments within, FunctionReference function, StoredVersion outcome) {
        UnaryOperator<StoredVersion> change = now -> settled(now, outcome);
        if (FunctionDocuments.isNumber(outcome.version())) {
            String id = FunctionDocuments.versionId(function.name(), outcome.version());
            within.versions().update(function.scope(), id, change);
        } else {
            within.functions()
                    .update(
                            function.scope(),
                            function.name(),
                            now -> now.withLatest(change.apply(now.latest())));
        }
    }

    /** Waits for the preparation that is under way. */
    @Override
    public void close() {
        closed = true;
        threads.close();
    }
}
