package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Slots made without privileges, in user namespaces: no cable, no control groups. */
final class UserSlots implements SlotSource {

    private final AtomicLong next = new AtomicLong();

    @Override
    public Slot next() {
        List<String> arguments =
                List.of(
                        "--tmp-mb",
                        Integer.toString(DEFAULT_STORAGE_MB),
                        "--listen",
                        Integer.toString(SlotListeners.RUNTIME_API_PORT),
                        "--listen",
                        Integer.toString(SlotListeners.ENDPOINT_PORT));
        return new Slot("u-" + next.getAndIncrement(), arguments, ControlGroup.NONE, () -> {});
    }

    /** The init listens, since only it is in the sandbox's network; we take its sockets over. */
    @Override
    public SlotListeners listeners(Monitor monitor, Frame ready) throws IOException {
        List<String> numbers = ready.words().subList(1, 3);
        SlotListeners listeners =
                new SlotListeners(
                        Descriptors.listener(monitor.pid(), Integer.parseInt(numbers.getFirst())),
                        Descriptors.listener(monitor.pid(), Integer.parseInt(numbers.getLast())));
        monitor.tell(new Frame("taken", numbers));
        return listeners;
    }

    @Override
    public Optional<TmpImages> images() {
        return Optional.empty();
    }

    @Override
    public SandboxReport report() {
        List<String> warnings = new ArrayList<>();
        warnings.add("functions cannot reach other machines: that needs a node run as root");
        warnings.add("memory is limited for each process alone; /tmp is memory, always 512 MB");
        return new SandboxReport(
                SandboxLevel.NAMESPACES_USER,
                "none",
                "RLIMIT_DATA of each process",
                "memory (tmpfs)",
                warnings);
    }

    @Override
    public void close() {}
}
