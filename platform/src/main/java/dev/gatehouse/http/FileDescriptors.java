package dev.gatehouse.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files and sockets the process may have open ({@code ulimit -n}). */
public final class FileDescriptors {
    /** What the node itself, its store and a few functions have open. */
    private static final long OWN = 128;

    private static final long MOST = 100_000;
    private static final String LIMIT = "Max open files";

    private FileDescriptors() {}

    /** What is left for clients; each may cost another one towards a function or a backend. */
    static int forClients() {
        return (int) Math.max(OWN / 4, Math.min(MOST, (maximum() - OWN) / 2));
    }

    /** What those may take who are connected and have said nothing: they cost nothing beyond. */
    public static int forSilentClients() {
        return forClients() / 2;
    }

    /** What WebSockets may take of it: others must find room beside them. */
    public static int forWebSockets() {
        return forClients() / 4 * 3;
    }

    /** From Linux's kernel where it is: Java's beans for it take ten times as long to load. */
    private static long maximum() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                if (line.startsWith(LIMIT)) {
                    String soft = line.substring(LIMIT.length()).strip().split(" ", 2)[0];
                    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            return maximumOfBean();
        }
        return maximumOfBean();
    }

    private static long maximumOfBean() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
