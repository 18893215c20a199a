package dev.gatehouse.lambda.sandbox.process;

import dev.gatehouse.lambda.sandbox.HostListeners;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxListeners;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.sandbox.SegmentSocket;
import dev.gatehouse.lambda.sandbox.os.FileTree;
import dev.gatehouse.lambda.sandbox.os.Launcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Plain processes with ports of their own; restricted by the launcher where there is one. */
final class ProcessSandbox implements Sandbox {

    private static final List<String> READABLE =
            List.of(
                    "/usr",
                    "/bin",
                    "/sbin",
                    "/lib",
                    "/lib64",
                    "/nix/store",
                    "/etc",
                    "/proc",
                    "/sys");
    private static final List<String> DEVICES =
            List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom");

    private final String id;
    private final ProcessView view;
    private final Optional<Launcher> launcher;
    private final SandboxListeners listeners;
    private final Set<PlainProcess> processes = ConcurrentHashMap.newKeySet();
    private volatile Runnable afterwards = () -> {};
    private volatile int memoryMb;
    private volatile boolean closed;

    ProcessSandbox(
            String id, ProcessView view, Optional<Launcher> launcher, SandboxListeners listeners) {
        this.id = id;
        this.view = view;
        this.launcher = launcher;
        this.listeners = listeners;
    }

    @Override
    public String id() {
        return id;
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
        return SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    }

    @Override
    public void specialise(SandboxSpec spec) {
        memoryMb = spec.memoryMb();
        spec.mounts().forEach(view::add);
    }

    @Override
    public String locate(String target) {
        return view.locate(target);
    }

    @Override
    public SandboxProcess start(SandboxCommand command) {
        List<String> arguments = new ArrayList<>(confinement(command.framedLogs()));
        arguments.addAll(command.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(arguments)
                        .directory(Path.of(view.locate(command.directory())).toFile())
                        .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("TMPDIR", view.tmp());
        environment.putAll(command.environment());
        if (launcher.isPresent() && command.framedLogs()) {
            environment.put(SandboxCommand.LOG_DESCRIPTOR_VARIABLE, SandboxCommand.LOG_DESCRIPTOR);
        }
        PlainProcess process = PlainProcess.start(builder, launcher.isPresent());
        processes.add(process);
        process.exit().onComplete(_ -> processes.remove(process));
        if (closed) {
            // Too late for close() to see it, or just seen: twice does no harm.
            process.kill();
            throw new SandboxException("the sandbox is gone");
        }
        return process;
    }

    /** What comes before the program, so that it is restricted from its first instruction. */
    private List<String> confinement(boolean framedLogs) {
        if (launcher.isEmpty()) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of(launcher.get().program().toString(), "confine"));
        arguments.addAll(List.of("--data-mb", Integer.toString(memoryMb)));
        if (framedLogs) {
            arguments.addAll(List.of("--log-fd", SandboxCommand.LOG_DESCRIPTOR));
        }
        READABLE.forEach(path -> arguments.addAll(List.of("--read", path)));
        view.sources().forEach(path -> arguments.addAll(List.of("--read", path.toString())));
        arguments.addAll(List.of("--read", view.own().toString()));
        DEVICES.forEach(path -> arguments.addAll(List.of("--write", path)));
        // Programs name /tmp outright. Where the node's own files lie below it, they must not.
        if (!view.own().startsWith("/tmp")) {
            arguments.addAll(List.of("--write", "/tmp"));
        }
        arguments.addAll(List.of("--write", view.tmp(), "--"));
        return arguments;
    }

    @Override
    public boolean isGone() {
        return closed;
    }

    @Override
    public void holdToCpuShare(boolean held) {}

    @Override
    public boolean freeze() {
        if (launcher.isPresent()) {
            processes.forEach(PlainProcess::stop);
        }
        return launcher.isPresent();
    }

    @Override
    public void thaw() {
        if (launcher.isPresent()) {
            processes.forEach(PlainProcess::go);
        }
    }

    @Override
    public long cpuNanos() {
        return 0;
    }

    @Override
    public long peakMemoryBytes() {
        return processes.stream().mapToLong(PlainProcess::peakMemoryBytes).sum();
    }

    @Override
    public void reset() {
        if (!killed()) {
            throw new SandboxException("processes do not end");
        }
    }

    private boolean killed() {
        List<PlainProcess> all = List.copyOf(processes);
        all.forEach(PlainProcess::kill);
        return all.stream().filter(process -> !process.awaitExit()).findAny().isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        listeners.close();
        killed();
        FileTree.delete(view.own());
        afterwards.run();
    }

    /** Runs once it is closed; set before anyone can close it. */
    void whenClosed(Runnable action) {
        afterwards = action;
    }
}
