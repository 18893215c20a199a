package dev.gatehouse.lambda.sandbox.os;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that the JDK does not offer; Linux only. All through one function of the C
 * library: each further shape of call would cost a start ten milliseconds.
 */
final class LibC {
    private static final long SYS_PIDFD_OPEN = 434;
    private static final long SYS_PIDFD_GETFD = 438;

    private static final MethodHandle SYSCALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG),
                            Linker.Option.firstVariadicArg(1));

    private LibC() {}

    /** A descriptor that stands for a process; it does not pass on to children. */
    static int openProcess(long pid) throws IOException {
        return call("pidfd_open", SYS_PIDFD_OPEN, pid, 0, 0);
    }

    /** Copies a descriptor out of a child process of ours. */
    static int copyDescriptor(int process, int number) throws IOException {
        return call("pidfd_getfd", SYS_PIDFD_GETFD, process, number, 0);
    }

    private static int call(String name, long number, long first, long second, long third)
            throws IOException {
        long result;
        try {
            result = (long) SYSCALL.invokeExact(number, first, second, third);
        } catch (Throwable e) {
            throw new IOException(name + " cannot be called", e);
        }
        if (result < 0) {
            throw new IOException(name + " failed");
        }
        return (int) result;
    }
}
