package dev.gatehouse.lambda.invoke;

import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Real sandboxes, and what was asked of them.
 *
 * @param opened those that were handed out
 * @param targets what was mounted in each, by where a function sees it
 */
record WatchedSandboxes(Sandboxes all, List<Sandbox> opened, List<List<String>> targets)
        implements Sandboxes {

    WatchedSandboxes(Sandboxes all) {
        this(all, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    @Override
    public SandboxReport report() {
        return all.report();
    }

    @Override
    public boolean growsWhileProgramsRun() {
        return all.growsWhileProgramsRun();
    }

    @Override
    public int memoryBesideMb() {
        return all.memoryBesideMb();
    }

    @Override
    public int ready() {
        return all.ready();
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        targets.add(spec.mounts().stream().map(SandboxMount::target).toList());
        Sandbox sandbox = all.open(spec);
        opened.add(sandbox);
        return sandbox;
    }

    @Override
    public void close() {
        all.close();
    }
}
