package dev.gatehouse.app;

import dev.gatehouse.app.lifecycle.Background;
import dev.gatehouse.app.lifecycle.Opened;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.http.tls.CertificateAuthority;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Once;
import dev.gatehouse.lambda.names.AwsNames;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.observe.Metrics;
import dev.gatehouse.observe.Observation;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreException;
import dev.gatehouse.store.sql.SqlStore;
import java.io.UncheckedIOException;

/**
 * What every part of a node stands on.
 *
 * @param eventLoops opening beside the store; {@link #loops} waits for them
 * @param observation hears of what happens
 * @param authority vouches for AWS's host names inside sandboxes; made when first wanted
 */
record Foundation(
        Config config,
        DataFolder folder,
        Background<Sandboxes> sandboxes,
        Store store,
        Background<EventLoops> eventLoops,
        Observation observation,
        Once<CertificateAuthority> authority,
        Clock clock) {

    /**
     * Locks the data folder and opens the store; sandboxes and event loops open beside that.
     *
     * @param opened gets what is to be closed
     */
    static Foundation open(Config config, Opened opened) {
        Clock clock = Clock.SYSTEM;
        DataFolder folder = opened.add(DataFolder.lock(config.data()));
        Background<Sandboxes> sandboxes =
                opened.add(
                        Background.open(
                                "sandboxes",
                                () ->
                                        SandboxStart.open(
                                                config.functions().environments(), folder)));
        Background<EventLoops> loops =
                opened.add(
                        Background.open(
                                "loops", () -> new EventLoops(config.listen().eventLoops())));
        SqlStore store = opened.add(store(config, folder));
        StoreBond.tie(folder, store, config.store().adopt());
        Once<CertificateAuthority> authority =
                new Once<>(
                        () -> CertificateAuthority.in(folder.authority(), AwsNames.DOMAINS, clock));
        Observation observation = opened.add(observation(config, clock));
        observe(store, observation.metrics());
        return new Foundation(
                config, folder, sandboxes, store, loops, observation, authority, clock);
    }

    EventLoops loops() {
        return eventLoops.await();
    }

    private static SqlStore store(Config config, DataFolder folder) {
        try {
            return SqlStore.open(
                    config.store().url().equals("sqlite")
                            ? "sqlite:" + folder.database()
                            : config.store().url(),
                    config.store().patience(),
                    folder.node());
        } catch (StoreException | IllegalArgumentException problem) {
            throw new SettingsException(String.valueOf(problem.getMessage()));
        }
    }

    private static Observation observation(Config config, Clock clock) {
        Config.Observed observed = config.listen().observed();
        try {
            return Observation.open(
                    observed.accessLog(),
                    observed.lines() ? System.out : null,
                    observed.traces(),
                    clock);
        } catch (UncheckedIOException problem) {
            throw new SettingsException(String.valueOf(problem.getMessage()));
        }
    }

    private static void observe(SqlStore store, Metrics metrics) {
        metrics.counter(
                "gatehouse.store.commits",
                "Transactions that were committed, single writes included",
                () -> store.load().commits());
        metrics.counter(
                "gatehouse.store.commit.seconds",
                "What commits took together, with what they waited for each other",
                () -> store.load().seconds());
    }
}
