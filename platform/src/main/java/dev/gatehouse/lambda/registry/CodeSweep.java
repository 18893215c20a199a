package dev.gatehouse.lambda.registry;

import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the packages that no function, version or layer has named for hours. */
public final class CodeSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CodeSweep.class);

    private static final Duration INTERVAL = Duration.ofHours(1);

    /** A starting node has better to do than to read all it keeps once more. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Store store;
    private final CodeStore packages;
    private final Thread thread;

    public CodeSweep(Store store, CodeStore packages) {
        this.store = store;
        this.packages = packages;
        this.thread = Thread.ofVirtual().name("lambda-packages").unstarted(this::sweepOften);
    }

    /** Sweeps in a minute and from then on every hour, in the background. */
    public void start() {
        thread.start();
    }

    private void sweepOften() {
        try {
            Thread.sleep(FIRST);
            while (true) {
                sweepOnce();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            LOG.debug("The node stops");
        }
    }

    private void sweepOnce() {
        try {
            int deleted = run();
            LOG.debug("{} packages were of no use any more", deleted);
        } catch (RuntimeException e) {
            LOG.error("Packages that are of no use stay for another hour", e);
        }
    }

    private int run() {
        return packages.sweep(live());
    }

    private Set<BlobKey> live() {
        Set<BlobKey> live = new HashSet<>();
        FunctionDocuments functions = FunctionDocuments.of(store);
        functions.functions().forEach((scope, stored) -> keep(stored.value().latest(), live));
        functions.versions().forEach((scope, stored) -> keep(stored.value(), live));
        LayerDocuments.of(store)
                .versions()
                .forEach((scope, stored) -> live.add(stored.value().code().key()));
        return live;
    }

    private static void keep(StoredVersion version, Set<BlobKey> live) {
        live.add(version.code().key());
        version.configuration().layers().stream().map(LayerReference::code).forEach(live::add);
    }

    /** Waits for a sweep that is under way. */
    @Override
    public void close() {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
