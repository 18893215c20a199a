package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.HostListeners;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxListeners;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.sandbox.SegmentSocket;
import dev.gatehouse.lambda.sandbox.cgroup.GroupFiles;
import dev.gatehouse.lambda.sandbox.cgroup.WatchedGroup;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A sandbox in namespaces of its own, held by one launcher process. */
final class NamespaceSandbox implements Sandbox {

    private final Allocation allocation;
    private final Monitor monitor;
    private final Programs programs;
    private final SandboxListeners listeners;
    private final Surroundings surroundings;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Runnable afterwards = () -> {};
    private volatile int memoryMb = Allocations.DEFAULT_MEMORY_MB;
    private volatile int storageMb = Allocations.DEFAULT_STORAGE_MB;

    /** What all sandboxes of a node share. */
    record Surroundings(Skeleton skeleton, Optional<TmpImages> images) {}

    NamespaceSandbox(
            Allocation allocation,
            Monitor monitor,
            Programs programs,
            SandboxListeners listeners,
            Surroundings surroundings) {
        this.allocation = allocation;
        this.monitor = monitor;
        this.programs = programs;
        this.listeners = listeners;
        this.surroundings = surroundings;
    }

    @Override
    public String id() {
        return allocation.id();
    }

    @Override
    public ServerSocketChannel runtimeApiListener() {
        return listeners.runtimeApi();
    }

    @Override
    public String runtimeApiAddress() {
        return SandboxListeners.address(listeners.runtimeApi());
    }

    @Override
    public ServerSocketChannel endpointListener() {
        return listeners.endpoint();
    }

    @Override
    public Optional<HostListeners> hostListeners() {
        return listeners.hosts();
    }

    @Override
    public String endpointAddress() {
        return SandboxListeners.address(listeners.endpoint());
    }

    @Override
    public SegmentSocket segments() {
        return listeners.segments();
    }

    @Override
    public SocketChannel connect(int port) throws IOException {
        return NamespaceListeners.connection(monitor, port);
    }

    @Override
    public void specialise(SandboxSpec spec) {
        allocation.group().limitMemory(spec.memoryMb());
        memoryMb = spec.memoryMb();
        if (!isCounted()) {
            monitor.tell(Frame.of("watch", Integer.toString(memoryMb)));
        }
        if (spec.ephemeralStorageMb() != storageMb) {
            resizeTmp(spec.ephemeralStorageMb());
        }
        mount(spec.mounts());
    }

    private void resizeTmp(int megabytes) {
        if (surroundings.images().isPresent()) {
            String image = surroundings.images().get().template(megabytes).toString();
            monitor.ask(Frame.of("tmp", image));
            storageMb = megabytes;
        }
    }

    /** All in one order: entering the sandbox to mount is what costs. */
    private void mount(List<SandboxMount> mounts) {
        List<String> words = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        for (SandboxMount mount : mounts) {
            if (targets.stream().noneMatch(one -> mount.target().startsWith(one + "/"))) {
                surroundings.skeleton().mountPoint(mount.target());
            }
            targets.add(mount.target());
            words.add(mount.target());
            words.add(mount.writable() ? "rw" : Integer.toString(mount.sources().size()));
            mount.sources().forEach(source -> words.add(source.toAbsolutePath().toString()));
        }
        if (!words.isEmpty()) {
            monitor.ask(new Frame("mount", words));
        }
    }

    @Override
    public String locate(String target) {
        return target;
    }

    @Override
    public SandboxProcess start(SandboxCommand command) {
        return programs.start(command, isCounted() ? 0 : memoryMb);
    }

    /** Whether the kernel counts the memory of all processes together. */
    private boolean isCounted() {
        return !(allocation.group() instanceof WatchedGroup);
    }

    @Override
    public void holdToCpuShare(boolean held) {
        allocation.group().holdCpu(memoryMb, held);
    }

    @Override
    public boolean freeze() {
        if (!allocation.group().freeze(true)) {
            monitor.tell(Frame.of("stop"));
        }
        return true;
    }

    @Override
    public void thaw() {
        if (!allocation.group().freeze(false)) {
            monitor.tell(Frame.of("continue"));
        }
    }

    @Override
    public long cpuNanos() {
        return allocation.group().cpuNanos();
    }

    @Override
    public long peakMemoryBytes() {
        // The kernel charges pages of programs to the group that read them first, often another
        // one.
        long withPrograms =
                allocation.group().directories().stream()
                        .findFirst()
                        .map(GroupFiles::peakOfOneProcess)
                        .orElse(0L);
        return Math.max(withPrograms, allocation.group().peakMemoryBytes());
    }

    @Override
    public void reset() {
        thaw(); // its init, too, stands still while it is frozen
        monitor.ask(Frame.of("reset"));
    }

    @Override
    public boolean isGone() {
        return monitor.isOver();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // cleaning up is never cut short
        listeners.close();
        monitor.close();
        programs.over();
        allocation.discard();
        afterwards.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs once it is closed; set before anyone can close it. */
    void whenClosed(Runnable action) {
        afterwards = action;
    }
}
