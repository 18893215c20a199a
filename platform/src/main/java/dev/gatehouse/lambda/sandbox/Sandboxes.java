package dev.gatehouse.lambda.sandbox;

/** Hands out sandboxes, all of one level, and keeps some ready ahead of need. */
public interface Sandboxes extends AutoCloseable {

    /** What was found by trying at start. */
    SandboxReport report();

    /**
     * Whether programs that run already see what a sandbox is given later, as an interpreter must
     * that is started before its function is known.
     */
    boolean growsWhileProgramsRun();

    /**
     * How many megabytes of the machine's memory each may take beside its function's: its {@code
     * /tmp}, where that is no disk.
     */
    int memoryBesideMb();

    /** How many are ready and not taken yet. */
    int ready();

    /**
     * A new sandbox: one kept ready and specialised, or one made now. Blocks for some milliseconds.
     *
     * @throws SandboxException when none can be had (the limit of the machine or of the settings)
     */
    Sandbox open(SandboxSpec spec);

    /** Closes every sandbox that is still open, and waits for it. */
    @Override
    void close();
}
