package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The few calls of the C library that the JDK does not offer; Linux only. */
final class LibC {

    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final long SYS_PIDFD_GETFD = 438;

    private static final MethodHandle OPEN =
            function("open", 2, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE =
            function("close", 0, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SETNS =
            function("setns", 0, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SYSCALL =
            function(
                    "syscall",
                    1,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG);

    private LibC() {}

    /** Opens for reading, not inherited by children. */
    static int open(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            return checked("open " + path, (int) OPEN.invokeExact(name, O_RDONLY | O_CLOEXEC));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    static void close(int fd) throws IOException {
        try {
            checked("close", (int) CLOSE.invokeExact(fd));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** Moves the calling platform thread, for good, into the network of a process. */
    static void enterNetworkOf(long pid) throws IOException {
        int fd = open(Path.of("/proc", Long.toString(pid), "ns", "net"));
        try {
            checked("setns", (int) SETNS.invokeExact(fd, CLONE_NEWNET));
        } catch (Throwable e) {
            throw failure(e);
        } finally {
            close(fd);
        }
    }

    /** Copies a descriptor out of a child process of ours. */
    static int takeDescriptor(long pid, int number) throws IOException {
        int process = -1;
        try {
            process =
                    checked(
                            "pidfd_open",
                            (int) (long) SYSCALL.invokeExact(SYS_PIDFD_OPEN, pid, 0L, 0L));
            return checked(
                    "pidfd_getfd",
                    (int)
                            (long)
                                    SYSCALL.invokeExact(
                                            SYS_PIDFD_GETFD, (long) process, (long) number, 0L));
        } catch (Throwable e) {
            throw failure(e);
        } finally {
            if (process >= 0) {
                close(process);
            }
        }
    }

    private static int checked(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + " failed");
        }
        return result;
    }

    private static IOException failure(Throwable e) {
        return e instanceof IOException known ? known : new IOException(e);
    }

    /**
     * @param variadicFrom the index of the first variadic argument; 0 when there is none
     */
    private static MethodHandle function(
            String name, int variadicFrom, ValueLayout result, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        Linker.Option[] options =
                variadicFrom == 0
                        ? new Linker.Option[0]
                        : new Linker.Option[] {Linker.Option.firstVariadicArg(variadicFrom)};
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                options);
    }
}
