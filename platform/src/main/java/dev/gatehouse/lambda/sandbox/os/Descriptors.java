package dev.gatehouse.lambda.sandbox.os;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Makes channels of sockets that another process owns. The JDK has no public way to do so: it takes
 * {@code --add-opens} for {@code java.base/sun.nio.ch} and {@code java.base/java.io}.
 */
public final class Descriptors {

    private Descriptors() {}

    /** Whether the JVM was started with what {@link #listener} needs. */
    public static boolean adoptable() {
        Module base = Object.class.getModule();
        Module ours = Descriptors.class.getModule();
        return base.isOpen("sun.nio.ch", ours) && base.isOpen("java.io", ours);
    }

    /** A listening TCP socket of another process. */
    public static ServerSocketChannel listener(long pid, int number) throws IOException {
        return adopted(
                pid,
                number,
                descriptor ->
                        (ServerSocketChannel)
                                constructor(
                                                "sun.nio.ch.ServerSocketChannelImpl",
                                                SelectorProvider.class,
                                                ProtocolFamily.class,
                                                FileDescriptor.class,
                                                boolean.class)
                                        .newInstance(
                                                SelectorProvider.provider(),
                                                StandardProtocolFamily.INET,
                                                descriptor,
                                                true));
    }

    /**
     * A bound UDP socket of another process; of IPv6's family where the machine has it, as the JDK
     * takes for granted.
     */
    public static DatagramChannel datagrams(long pid, int number) throws IOException {
        return adopted(
                pid,
                number,
                descriptor ->
                        (DatagramChannel)
                                constructor(
                                                "sun.nio.ch.DatagramChannelImpl",
                                                SelectorProvider.class,
                                                FileDescriptor.class)
                                        .newInstance(SelectorProvider.provider(), descriptor));
    }

    /** A TCP connection of another process to a port of its loopback. */
    public static SocketChannel connection(long pid, int number, int port) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return adopted(
                pid,
                number,
                descriptor ->
                        (SocketChannel)
                                constructor(
                                                "sun.nio.ch.SocketChannelImpl",
                                                SelectorProvider.class,
                                                ProtocolFamily.class,
                                                FileDescriptor.class,
                                                SocketAddress.class)
                                        .newInstance(
                                                SelectorProvider.provider(),
                                                StandardProtocolFamily.INET,
                                                descriptor,
                                                new InetSocketAddress(loopback, port)));
    }

    private interface Adoption<T> {
        T of(FileDescriptor descriptor) throws ReflectiveOperationException;
    }

    private static <T> T adopted(long pid, int number, Adoption<T> adoption) throws IOException {
        int process = LibC.openProcess(pid);
        try (FileInputStream _ = stream(process)) {
            int socket = LibC.copyDescriptor(process, number);
            try {
                return adoption.of(descriptor(socket));
            } catch (ReflectiveOperationException e) {
                stream(socket).close();
                throw new IOException("this JVM cannot adopt a socket: " + e, e);
            } catch (Throwable e) {
                stream(socket).close();
                throw e;
            }
        }
    }

    /** What closes a descriptor, where nothing else of the JDK does. */
    private static FileInputStream stream(int fd) throws IOException {
        try {
            return new FileInputStream(descriptor(fd));
        } catch (ReflectiveOperationException e) {
            throw new IOException("this JVM cannot adopt a descriptor: " + e, e);
        }
    }

    private static Constructor<?> constructor(String type, Class<?>... parameters)
            throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(type).getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
    }

    private static FileDescriptor descriptor(int fd) throws ReflectiveOperationException {
        Constructor<FileDescriptor> constructor =
                FileDescriptor.class.getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        return constructor.newInstance(fd);
    }
}
