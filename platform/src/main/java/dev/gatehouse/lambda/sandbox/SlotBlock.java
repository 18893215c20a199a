package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's range of numbers that must be its own on this machine: host users, interface names and
 * addresses of its sandboxes. The range is held by a file lock, which the kernel drops when the
 * node dies, however it dies.
 */
final class SlotBlock implements AutoCloseable {

    /** How many sandboxes a node can have at once. */
    static final int SLOTS = 1_024;

    private static final int BLOCKS = 16;

    /** Above every range that distributions and service managers give away. */
    private static final int FIRST_UID = 1_900_000_000;

    /** 198.18.0.0/15 is set apart for benchmarks and never routed; each slot has four addresses. */
    private static final String NETWORK = "198.19.";

    /**
     * What nodes of this very process hold. Their files may not even be opened: closing any channel
     * of a file gives up every lock that the process has on it.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final int number;
    private final Path path;
    private final FileChannel file;
    private final BitSet taken = new BitSet(SLOTS);

    private SlotBlock(int number, Path path, FileChannel file) {
        this.number = number;
        this.path = path;
        this.file = file;
    }

    /**
     * The first range that no living node of this machine holds.
     *
     * @param directory where all nodes of this machine look
     */
    static SlotBlock claim(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (int number = 0; number < BLOCKS; number++) {
            Path path = directory.toRealPath().resolve("slots-" + number + ".lock");
            if (!HELD_HERE.add(path)) {
                continue;
            }
            FileChannel file = locked(path);
            if (file != null) {
                return new SlotBlock(number, path, file);
            }
            HELD_HERE.remove(path);
        }
        throw new SandboxException(BLOCKS + " nodes run on this machine already");
    }

    /** The file with its lock; null when another process has that. */
    private static @Nullable FileChannel locked(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (file.tryLock() != null) {
            return file;
        }
        file.close();
        return null;
    }

    /** A free slot of the range; empty when all are in use. */
    synchronized OptionalInt take() {
        int index = taken.nextClearBit(0);
        if (index >= SLOTS) {
            return OptionalInt.empty();
        }
        taken.set(index);
        return OptionalInt.of(index);
    }

    synchronized void giveBack(int index) {
        taken.clear(index);
    }

    int uid(int index) {
        return FIRST_UID + number * SLOTS + index;
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

    String slotAddress(int index) {
        return address(index, 2);
    }

    private String address(int index, int host) {
        int offset = (number * SLOTS + index) * 4 + host;
        return NETWORK + (offset >> 8) + "." + (offset & 0xFF);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
        HELD_HERE.remove(path);
    }
}
