package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.cgroup.ControlGroup;
import dev.gatehouse.lambda.sandbox.cgroup.WatchedGroup;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The programs of one namespace sandbox: started through its launcher, which tells how they end.
 */
public final class Programs {

    private final Monitor monitor;
    private final ControlGroup group;
    private final AtomicLong nextIndex = new AtomicLong();
    private final Map<Long, NamespaceProcess> running = new ConcurrentHashMap<>();
    private volatile boolean over;

    Programs(Monitor monitor, ControlGroup group) {
        this.monitor = monitor;
        this.group = group;
    }

    /**
     * @param memoryMb the limit of each process on its own; 0 where all are counted together
     */
    NamespaceProcess start(SandboxCommand command, int memoryMb) {
        long index = nextIndex.getAndIncrement();
        NamespaceProcess process = new NamespaceProcess(index, monitor, group);
        running.put(index, process);
        try {
            Frame started = monitor.ask(order(index, command, memoryMb));
            connect(process, started);
            return process;
        } catch (IOException e) {
            running.remove(index);
            throw new SandboxException("the output of a program cannot be read: " + e, e);
        } catch (Throwable e) {
            running.remove(index);
            throw e;
        } finally {
            if (over) {
                over();
            }
        }
    }

    private void connect(NamespaceProcess process, Frame started) throws IOException {
        process.connect(open(started.words().getFirst()));
        monitor.tell(new Frame("taken", started.words()));
    }

    /** The launcher's end of a pipe, as an end of our own. */
    private InputStream open(String descriptor) throws IOException {
        return new FileInputStream(monitor.descriptor(descriptor).toFile());
    }

    private static Frame order(long index, SandboxCommand command, int memoryMb) {
        List<String> words = new ArrayList<>();
        words.add(Long.toString(index));
        words.add(command.framedLogs() ? "1" : "0");
        words.add(command.directory());
        words.add(Integer.toString(memoryMb));
        words.add(Integer.toString(command.arguments().size()));
        words.addAll(command.arguments());
        command.environment().forEach((name, value) -> words.add(name + "=" + value));
        if (command.framedLogs()) {
            words.add(SandboxCommand.LOG_DESCRIPTOR_VARIABLE + '=' + SandboxCommand.LOG_DESCRIPTOR);
        }
        return new Frame("start", words);
    }

    /** What the launcher says between its responses. */
    void happened(Frame event) {
        switch (event.verb()) {
            case "unstarted" ->
                    Optional.ofNullable(running.get(index(event)))
                            .ifPresent(process -> process.couldNotStart(event.words().getLast()));
            case "exited" ->
                    Optional.ofNullable(running.remove(index(event)))
                            .ifPresent(process -> process.exited((int) number(event)));
            case "memory" -> watched().used(number(event));
            case "exceeded" -> watched().exceeded();
            default -> throw new SandboxException("the launcher said " + event.verb());
        }
    }

    private static long index(Frame event) {
        return Long.parseLong(event.words().getFirst());
    }

    private static long number(Frame event) {
        return Long.parseLong(event.words().getLast());
    }

    private WatchedGroup watched() {
        if (group instanceof WatchedGroup watched) {
            return watched;
        }
        throw new SandboxException("the launcher counts memory that the kernel counts");
    }

    /** The sandbox is gone, and with it all that ran in it. */
    void over() {
        over = true;
        running.keySet()
                .forEach(
                        index ->
                                Optional.ofNullable(running.remove(index))
                                        .ifPresent(NamespaceProcess::swept));
    }
}
