package dev.gatehouse.lambda.environment;

/**
 * Whether an environment stands where the pool's events find it. Confined to the environment's
 * event loop but for what says otherwise.
 */
final class Offer {
    private final EnvironmentPool pool;
    private final Environment environment;
    private final Lifespan life;
    private boolean stands;

    Offer(EnvironmentPool pool, Environment environment, Lifespan life) {
        this.pool = pool;
        this.environment = environment;
        this.life = life;
    }

    /** From now on an event may come; one that waits comes at once. */
    void make() {
        if (!stands) {
            life.rest();
            stands = true;
            pool.offer(environment);
        }
    }

    /** An event has come. */
    void taken() {
        stands = false;
    }

    boolean stands() {
        return stands;
    }

    /** Takes it back; false when an event is on its way. From any thread. */
    boolean withdraw() {
        return pool.withdraw(environment);
    }

    /** Whether no event has come for as long as an environment is kept. */
    boolean isStale(long now) {
        return stands && life.isOver(now);
    }
}
