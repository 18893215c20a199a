package dev.gatehouse.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files and sockets the process may have open ({@code ulimit -n}). */
public final class FileDescriptors {
    /** What the node itself, its store and a few functions have open. */
    private static final long OWN = 128;

    private static final long MOST = 100_000;

    private FileDescriptors() {}

    /** What is left for clients; each may cost another one towards a function or a backend. */
    static int forClients() {
        boolean known =
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean;
        return known ? forClients(maximum()) : (int) MOST;
    }

    /** What those may take who are connected and have said nothing: they cost nothing beyond. */
    public static int forSilentClients() {
        return forClients() / 2;
    }

    /** What WebSockets may take of it: others must find room beside them. */
    public static int forWebSockets() {
        return forClients() / 4 * 3;
    }

    private static long maximum() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getMaxFileDescriptorCount();
    }

    private static int forClients(long maximum) {
        return (int) Math.max(OWN / 4, Math.min(MOST, (maximum - OWN) / 2));
    }
}
