package dev.gatehouse.lambda.sandbox;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;

/**
 * Makes channels of descriptors that another process owns. The JDK has no public way to do so; with
 * {@code --add-opens java.base/sun.nio.ch} and {@code java.base/java.io} these are ordinary
 * channels, on which thousands of virtual threads may wait.
 */
final class Descriptors {

    private Descriptors() {}

    /** Whether the JVM was started with what {@link #listener} needs. */
    static boolean adoptable() {
        Module base = Object.class.getModule();
        Module ours = Descriptors.class.getModule();
        return base.isOpen("sun.nio.ch", ours) && base.isOpen("java.io", ours);
    }

    /** Reads a pipe of another process; without the options above, on a thread of its own kind. */
    static InputStream pipe(Path path) throws IOException {
        if (!adoptable()) {
            return new FileInputStream(path.toFile());
        }
        int fd = LibC.open(path);
        try {
            Constructor<?> constructor =
                    Class.forName("sun.nio.ch.SourceChannelImpl")
                            .getDeclaredConstructor(SelectorProvider.class, FileDescriptor.class);
            constructor.setAccessible(true);
            Object channel = constructor.newInstance(SelectorProvider.provider(), descriptor(fd));
            return Channels.newInputStream((Pipe.SourceChannel) channel);
        } catch (ReflectiveOperationException e) {
            LibC.close(fd);
            return new FileInputStream(path.toFile());
        }
    }

    /** A listening TCP socket of another process. */
    static ServerSocketChannel listener(long pid, int number) throws IOException {
        int fd = LibC.takeDescriptor(pid, number);
        try {
            Constructor<?> constructor =
                    Class.forName("sun.nio.ch.ServerSocketChannelImpl")
                            .getDeclaredConstructor(
                                    SelectorProvider.class,
                                    ProtocolFamily.class,
                                    FileDescriptor.class,
                                    boolean.class);
            constructor.setAccessible(true);
            return (ServerSocketChannel)
                    constructor.newInstance(
                            SelectorProvider.provider(),
                            StandardProtocolFamily.INET,
                            descriptor(fd),
                            true);
        } catch (ReflectiveOperationException e) {
            LibC.close(fd);
            throw new IOException("this JVM cannot adopt a socket: " + e, e);
        }
    }

    private static FileDescriptor descriptor(int fd) throws ReflectiveOperationException {
        Constructor<FileDescriptor> constructor =
                FileDescriptor.class.getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        return constructor.newInstance(fd);
    }
}
