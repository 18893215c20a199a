package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.launch.Launch;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment: a sandbox, the runtime in it, and the event it works on, as those see
 * it that give it events and end it. Confined to its event loop but for what says otherwise.
 */
public final class Environment {
    private final EnvironmentPool pool;
    private final Ticker ticker;
    private final Lifespan life;
    private final Execution execution;

    /** Whether it stands where the pool's events find it. */
    private boolean offered;

    public Environment(EnvironmentPool pool, Ticker ticker, Launch launch, Surroundings around) {
        this.pool = pool;
        this.ticker = ticker;
        this.life = new Lifespan(around.clock(), around.settings(), launch.expiry());
        this.execution = new Execution(this, pool, launch, around);
    }

    /** The heartbeat of its event loop; from any thread. */
    public Ticker ticker() {
        return ticker;
    }

    /** Starts the runtime for the first time, or tells a warm one what to run. */
    public void begin(WarmRuntime.@Nullable Adopted warm) {
        execution.begin(warm);
    }

    /** Gives the environment an event; from any thread. */
    public void assign(Assignment assignment) {
        if (ticker.loop().inEventLoop()) {
            take(assignment);
        } else {
            ticker.loop().execute(() -> take(assignment));
        }
    }

    private void take(Assignment assignment) {
        offered = false;
        execution.take(assignment);
    }

    /** From now on an event may come; one that waits comes at once. */
    void offer() {
        if (!offered) {
            life.rest();
            offered = true;
            pool.offer(this);
        }
    }

    /** Whether it got its last event when its credentials would not have lasted for it. */
    boolean isSpent() {
        return life.isSpent();
    }

    /** Whether no event is on its way; from now on none comes. */
    boolean takeBack() {
        return !offered || pool.withdraw(this);
    }

    /** What time brings. Called every few milliseconds. */
    void tick(long now) {
        if (execution.departure().isClosed() || execution.tick(now) || !offered) {
            return;
        }
        if (life.isOver(now, pool.keeps(this))) {
            retire();
        } else {
            execution.idle(now - life.idleSinceNanos());
        }
    }

    /** It cannot go on, through no fault of the function. */
    void broken(Throwable failure) {
        execution.broken(failure);
    }

    /** Ends it unless an event is on its way to it. */
    public void retire() {
        if (pool.withdraw(this)) {
            finish();
        }
    }

    /** Ends it once its runtime is done with what it has responded to. */
    public void finish() {
        offered = false;
        execution.departure().finish();
    }

    /** Ends it if it has no event; false when it has one. From any thread. */
    public boolean evict() {
        boolean idle = !pool.keeps(this) && pool.withdraw(this);
        if (idle) {
            ticker.loop().execute(this::finish);
        }
        return idle;
    }

    /** Since when it has no event, if it has none; from any thread. */
    public long idleSinceNanos() {
        return life.idleSinceNanos();
    }

    /** Ends it at once, whatever it works on. */
    public void abandon() {
        execution.abandon();
    }
}
