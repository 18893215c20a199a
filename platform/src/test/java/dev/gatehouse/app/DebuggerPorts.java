package dev.gatehouse.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Debuggers' ports, which are the same for every node of a machine: tests that use them wait for
 * each other, also those of other JVMs of the same run.
 */
record DebuggerPorts(FileChannel lock) implements AutoCloseable {
    static DebuggerPorts take() throws IOException {
        Path file = Path.of("target", "debugger-ports.lock");
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return new DebuggerPorts(channel);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
