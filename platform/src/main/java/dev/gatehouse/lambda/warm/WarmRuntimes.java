package dev.gatehouse.lambda.warm;

import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.environment.WarmRuntime;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.trust.SandboxTrust;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps some interpreters loaded ahead of need, for the runtimes that functions of this node use.
 * Every cold start takes one where it can and has another made in the background.
 */
public final class WarmRuntimes implements AutoCloseable {
    /** For each runtime in use: some tens of megabytes each. */
    private static final int KEPT = 2;

    private final EnvironmentSources sources;
    private final Surroundings around;
    private final Map<RuntimeSetup, Stock> stocks = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** What there is of one runtime. */
    private record Stock(Deque<WarmRuntime> ready, AtomicInteger count) {

        @Nullable WarmRuntime take(Ticker near) {
            for (WarmRuntime warm : ready) {
                if (warm.ticker() == near && ready.removeFirstOccurrence(warm)) {
                    return warm;
                }
            }
            return ready.pollFirst();
        }
    }

    public WarmRuntimes(EnvironmentSources sources, Surroundings around) {
        this.sources = sources;
        this.around = around;
    }

    /**
     * A warm runtime for a version, or null when there is none or the version cannot use one.
     *
     * @param near of the event loop to prefer
     */
    public @Nullable WarmRuntime take(FunctionVersion version, RuntimeSetup setup, Ticker near) {
        if (!Warmth.suits(version, setup)) {
            return null;
        }
        Stock stock = stocks.get(setup);
        if (stock == null) {
            return null;
        }
        WarmRuntime warm = stock.take(near);
        while (warm != null && !warm.isAlive()) {
            stock.count().decrementAndGet();
            warm.discard();
            warm = stock.take(near);
        }
        if (warm != null) {
            stock.count().decrementAndGet();
        }
        return warm;
    }

    /**
     * The same, but one is started where there is none. Blocks.
     *
     * @return null where the version cannot use one
     */
    public @Nullable WarmRuntime takeOrStart(
            FunctionVersion version, RuntimeSetup setup, Ticker near) {
        WarmRuntime warm = take(version, setup, near);
        if (warm != null || closed || !Warmth.suits(version, setup)) {
            return warm;
        }
        return start(setup, near).orElse(null);
    }

    /** Fills the stock for a runtime that is in use. Blocks while one is started. */
    public void fill(FunctionVersion version, RuntimeSetup setup, Ticker ticker) {
        if (closed
                || !sources.sandboxes().growsWhileProgramsRun()
                || !Warmth.suits(version, setup)) {
            return;
        }
        Stock stock =
                stocks.computeIfAbsent(
                        setup, _ -> new Stock(new ConcurrentLinkedDeque<>(), new AtomicInteger()));
        if (stock.count().incrementAndGet() > KEPT) {
            stock.count().decrementAndGet();
            return;
        }
        Optional<WarmRuntime> warm = Optional.empty();
        try {
            warm = start(setup, ticker);
        } finally {
            if (warm.isEmpty()) {
                stock.count().decrementAndGet();
            }
        }
        warm.ifPresent(stock.ready()::addFirst);
        if (closed) {
            close();
        }
    }

    private Optional<WarmRuntime> start(RuntimeSetup setup, Ticker ticker) {
        SandboxTrust trust = sources.trust();
        Sandbox sandbox = sources.sandboxes().open(Warmth.spec(setup, trust));
        return new WarmStart(sandbox, ticker, around)
                .run(new WarmCommand(setup, sandbox, trust).command());
    }

    @Override
    public void close() {
        closed = true;
        for (Stock stock : stocks.values()) {
            for (WarmRuntime warm = stock.ready().poll();
                    warm != null;
                    warm = stock.ready().poll()) {
                warm.discard();
            }
        }
    }
}
