package dev.gatehouse.lambda.sandbox;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Makes channels of sockets that another process owns. The JDK has no public way to do so: it takes
 * {@code --add-opens} for {@code java.base/sun.nio.ch} and {@code java.base/java.io}.
 */
final class Descriptors {

    private Descriptors() {}

    /** Whether the JVM was started with what {@link #listener} needs. */
    static boolean adoptable() {
        Module base = Object.class.getModule();
        Module ours = Descriptors.class.getModule();
        return base.isOpen("sun.nio.ch", ours) && base.isOpen("java.io", ours);
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
