package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.kernel.LockFile;
import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node's range of numbers that must be its own on this machine: host users, interface names and
 * addresses of its sandboxes. The range is held by file locks, which the kernel drops when the node
 * dies, however it dies.
 */
final class NumberRange implements AutoCloseable {

    /** How many sandboxes a node can have at once. */
    static final int SIZE = 1_024;

    private static final int BLOCKS = 16;

    /** Above every range that distributions and service managers give away. */
    private static final int FIRST_UID = 1_900_000_000;

    /**
     * 198.18.0.0/15 is set apart for benchmarks and never routed; each sandbox has four addresses.
     */
    private static final String NETWORK = "198.19.";

    private final int number;
    private final List<LockFile> locks;
    private final BitSet taken = new BitSet(SIZE);

    private NumberRange(int number, List<LockFile> locks) {
        this.number = number;
        this.locks = locks;
    }

    /**
     * The first range that no living node of this machine holds.
     *
     * @param directory where all nodes of this machine look
     * @param groups where this machine keeps the control groups of all nodes: nodes that share
     *     these, but not the directory, must not share a range either
     */
    static NumberRange claim(Path directory, Optional<Path> groups) throws IOException {
        Files.createDirectories(directory);
        for (int number = 0; number < BLOCKS; number++) {
            Optional<LockFile> lock = LockFile.take(directory, "sandboxes-" + number + ".lock");
            if (lock.isEmpty()) {
                continue;
            }
            if (groups.isEmpty()) {
                return new NumberRange(number, List.of(lock.get()));
            }
            Optional<LockFile> group = inGroup(groups.get(), number);
            if (group.isPresent()) {
                return new NumberRange(number, List.of(lock.get(), group.get()));
            }
            lock.get().close();
        }
        throw new SandboxException(BLOCKS + " nodes run on this machine already");
    }

    /** The kernel makes no other files there than its own; the group stays, and holds nothing. */
    private static Optional<LockFile> inGroup(Path groups, int number) throws IOException {
        Path group = Files.createDirectories(groups.resolve("node-" + number));
        return LockFile.take(group, "cgroup.procs");
    }

    /** A free sandbox of the range; empty when all are in use. */
    synchronized OptionalInt take() {
        int index = taken.nextClearBit(0);
        if (index >= SIZE) {
            return OptionalInt.empty();
        }
        taken.set(index);
        return OptionalInt.of(index);
    }

    synchronized void giveBack(int index) {
        taken.clear(index);
    }

    int uid(int index) {
        return FIRST_UID + number * SIZE + index;
    }

    /** At most 15 characters, the kernel's limit. */
    String hostInterface(int index) {
        return interfacePrefix() + index;
    }

    /** What the names of all interfaces of this node begin with, and no other node's. */
    String interfacePrefix() {
        return "gh" + number + "s";
    }

    String firewallTable() {
        return "gatehouse_" + number;
    }

    /** What the names of all control groups of this node begin with, and no other node's. */
    String groupPrefix() {
        return number + "-";
    }

    /** The network of all sandboxes of this node: {@link #SUBNET_BITS} long. */
    String subnet() {
        return address(0, 0);
    }

    static final int SUBNET_BITS = 20;

    String hostAddress(int index) {
        return address(index, 1);
    }

    String sandboxAddress(int index) {
        return address(index, 2);
    }

    private String address(int index, int host) {
        int offset = (number * SIZE + index) * 4 + host;
        return NETWORK + (offset >> 8) + "." + (offset & 0xFF);
    }

    @Override
    public void close() {
        for (LockFile lock : locks) {
            try {
                lock.close();
            } catch (IOException e) {
                // The lock goes with the process at the latest.
            }
        }
    }
}
