package dev.gatehouse.lambda.sandbox.cgroup;

import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads and writes the small files of a control group. */
public final class GroupFiles {
    private static final int PAGE_BYTES = 4096;
    private static final int PROCESSES_LOOKED_AT = 8;

    private GroupFiles() {}

    /**
     * @throws SandboxException when the kernel rejects
     */
    public static void write(Path directory, String file, String text) {
        if (!tryWrite(directory, file, text)) {
            throw new SandboxException("cannot write " + text + " to " + directory.resolve(file));
        }
    }

    public static boolean tryWrite(Path directory, String file, String text) {
        // The shortest way there is: events wait for their environment to be thawed.
        try (OutputStream out = new FileOutputStream(directory + "/" + file)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The number alone in a file, or after {@code key} on a line of it; 0 when there is none. */
    public static long number(Path directory, String file, String key) {
        try {
            for (String line : lines(directory.resolve(file))) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
                }
            }
        } catch (IOException | NumberFormatException e) {
            // A kernel without this file counts nothing.
        }
        return 0;
    }

    /** What a group of the unified hierarchy had of the processors. */
    static long cpuNanos(Path group) {
        return TimeUnit.MICROSECONDS.toNanos(number(group, "cpu.stat", "usage_usec "));
    }

    /**
     * The most memory that one of the first processes in a group ever had, programs included. Not
     * of all: this is asked on an event loop, at each end of an event that may have grown.
     */
    public static long peakOfOneProcess(Path group) {
        try {
            return lines(group.resolve("cgroup.procs")).stream()
                    .limit(PROCESSES_LOOKED_AT)
                    .map(pid -> Path.of("/proc", pid))
                    .mapToLong(process -> number(process, "status", "VmHWM:") << 10)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // gone
        }
    }

    /** The lines in the first page of a file of the kernel's, which gives that with one read. */
    private static List<String> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] page = new byte[PAGE_BYTES];
            int length = Math.max(0, in.read(page));
            return new String(page, 0, length, StandardCharsets.ISO_8859_1).lines().toList();
        }
    }

    public static Path create(Path parent, String name) {
        try {
            return Files.createDirectories(parent.resolve(name));
        } catch (IOException e) {
            throw new SandboxException("cannot create a control group: " + e, e);
        }
    }

    /** Kills what is left in a group of a node that is no more, and removes it. */
    public static void sweep(Path group) {
        tryWrite(group, "cgroup.kill", "1");
        try {
            for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException | NumberFormatException e) {
            // Already gone.
        }
        for (int attempt = 0; attempt < 100 && !removed(group); attempt++) {
            pause();
        }
    }

    public static List<Path> children(Path parent, String prefix) {
        try (var entries = Files.list(parent)) {
            return entries.filter(
                            path ->
                                    Files.isDirectory(path)
                                            && path.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean removed(Path group) {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
