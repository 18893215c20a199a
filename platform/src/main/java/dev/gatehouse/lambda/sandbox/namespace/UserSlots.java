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

/** Slots made without privileges, in user namespaces: no cable, no control groups. */
public final class UserSlots implements SlotSource {

    private static final List<Path> PASTA =
            List.of(Path.of("/usr/bin/pasta"), Path.of("/usr/local/bin/pasta"));

    /** What pasta moves packets through. */
    private static final Path TUN = Path.of("/dev/net/tun");

    private final AtomicLong next = new AtomicLong();
    private final Optional<Path> pasta;
    private final SlotNames names;

    /**
     * @param pasta the program that gives each sandbox a way out
     * @param awsNames whether the names of AWS's hosts lead to a sandbox's own endpoint
     */
    public UserSlots(Optional<Path> pasta, boolean awsNames) {
        this.pasta = pasta;
        this.names = new SlotNames(awsNames, pasta.isPresent());
    }

    /** The installed pasta, where this user may use it. */
    public static Optional<Path> pasta() {
        return PASTA.stream()
                .filter(Files::isExecutable)
                .filter(_ -> Files.isReadable(TUN) && Files.isWritable(TUN))
                .findFirst();
    }

    @Override
    public Slot next() {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--tmp-mb", Integer.toString(DEFAULT_STORAGE_MB)));
        pasta.ifPresent(program -> arguments.addAll(List.of("--pasta", program.toString())));
        return new Slot("u-" + next.getAndIncrement(), arguments, new WatchedGroup(), () -> {});
    }

    @Override
    public SlotNames names() {
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
