package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.lambda.sandbox.cgroup.WatchedGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Sandboxes made without privileges, in user namespaces: no cable, no control groups. */
public final class UserAllocations implements Allocations {

    private static final List<Path> PASTA =
            List.of(Path.of("/usr/bin/pasta"), Path.of("/usr/local/bin/pasta"));

    /** What pasta moves packets through. */
    private static final Path TUN = Path.of("/dev/net/tun");

    private final AtomicLong next = new AtomicLong();
    private final Optional<Path> pasta;
    private final SandboxNames names;

    /**
     * @param pasta the program that gives each sandbox a way out
     * @param awsNames whether the names of AWS's hosts lead to a sandbox's own endpoint
     */
    public UserAllocations(Optional<Path> pasta, boolean awsNames) {
        this.pasta = pasta;
        this.names = new SandboxNames(awsNames, pasta.isPresent());
    }

    /** The installed pasta, where this user may use it. */
    public static Optional<Path> pasta() {
        return PASTA.stream()
                .filter(Files::isExecutable)
                .filter(_ -> Files.isReadable(TUN) && Files.isWritable(TUN))
                .findFirst();
    }

    @Override
    public Allocation next() {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--tmp-mb", Integer.toString(DEFAULT_STORAGE_MB)));
        pasta.ifPresent(program -> arguments.addAll(List.of("--pasta", program.toString())));
        return new Allocation(
                "u-" + next.getAndIncrement(), arguments, new WatchedGroup(), () -> {});
    }

    @Override
    public SandboxNames names() {
        return names;
    }

    @Override
    public Optional<TmpImages> images() {
        return Optional.empty();
    }

    @Override
    public SandboxReport report() {
        List<String> warnings = new ArrayList<>();
        warnings.add(
                pasta.isPresent()
                        ? "functions reach this machine's services on addresses other than its main"
                                + " one and its loopback, and link-local addresses"
                        : "functions cannot reach other machines: install pasta (package passt) and"
                                + " see that "
                                + TUN
                                + " is yours to use, or run the node as root");
        warnings.add("memory is watched, not limited by the kernel; /tmp is memory, always 512 MB");
        return new SandboxReport(
                SandboxLevel.NAMESPACES_USER,
                pasta.isPresent() ? "pasta, one for each sandbox" : "none",
                "watched, and RLIMIT_DATA of each process",
                "memory (tmpfs)",
                warnings);
    }

    @Override
    public void close() {}
}
