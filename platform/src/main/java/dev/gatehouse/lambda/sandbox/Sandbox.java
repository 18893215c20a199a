package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * A place for one execution environment: a view of the file system, limits, a network of its own
 * with the two listeners a function needs, and the processes started in it. Nothing that runs in it
 * reaches another sandbox or the node's files, as far as its {@link SandboxLevel} holds.
 *
 * <p>Calls may block for some milliseconds (virtual threads, not event loops); {@code freeze} and
 * {@code thaw} are the quick ones. A sandbox whose processes have all died can start others until
 * it is closed.
 */
public interface Sandbox extends AutoCloseable {

    /** Names it in logs; unique on this node while it lives. */
    String id();

    /**
     * Already listening where only this sandbox can connect: whoever connects here is this sandbox.
     * Blocking mode; closed with the sandbox.
     */
    ServerSocketChannel runtimeApiListener();

    /** The value of {@code AWS_LAMBDA_RUNTIME_API}: {@code 127.0.0.1:9001} in a namespace. */
    String runtimeApiAddress();

    /**
     * Listening for the AWS endpoint of this sandbox; what it accepts the node serves or relays.
     */
    ServerSocketChannel endpointListener();

    /**
     * Listening where the names of AWS's hosts lead; empty where names are not the sandbox's own.
     */
    Optional<HostListeners> hostListeners();

    /** The value of {@code AWS_ENDPOINT_URL}, without its scheme: {@code 127.0.0.1:4566}. */
    String endpointAddress();

    /** Where its programs send what they trace. */
    SegmentSocket segments();

    /**
     * A connection to a program that listens at a port of this sandbox's loopback; not while the
     * sandbox is frozen.
     *
     * @throws SandboxException when none does
     */
    SocketChannel connect(int port) throws IOException;

    /**
     * Makes a running, pre-warmed sandbox the function's: its limits change and the mounts that it
     * does not have yet appear, complete and read-only, at once. A target that is already mounted
     * is an error.
     *
     * @throws SandboxException when a mount cannot be made
     */
    void specialise(SandboxSpec spec);

    /**
     * Where programs of this sandbox find what the host has or the spec mounts at {@code target}:
     * {@code target} itself, except at the process level, which has no view of its own. A target
     * below a mount, {@code /tmp} and below are understood.
     */
    String locate(String target);

    /** Whether it ended by itself, or whatever held it was ended: nothing can be started in it. */
    boolean isGone();

    /**
     * Starts a program; any number may run at once.
     *
     * @throws SandboxException when the sandbox is gone; a program that cannot be executed ends
     *     with {@link SandboxExit#startFailure()}
     */
    SandboxProcess start(SandboxCommand command);

    /**
     * Holds all programs together to memory / 1,769 MB of a CPU, or lets them use what is free (as
     * during init; they then still weigh against others by their memory).
     */
    void holdToCpuShare(boolean held);

    /**
     * Stops every process where it stands, or, at the process level, those of each program's own
     * process group; false where the machine cannot.
     */
    boolean freeze();

    /** Lets a frozen sandbox go on. */
    void thaw();

    /**
     * What its processes together had of the processors, in nanoseconds; 0 where it is not counted.
     */
    long cpuNanos();

    /** The most memory its processes ever had together, in bytes; 0 where nobody counts. */
    long peakMemoryBytes();

    /**
     * Ends every process in it, frozen or not, whatever session or group it moved to, and waits
     * until none is left; their exits complete. Files stay, and other programs can be started.
     *
     * @throws SandboxException when it cannot be told that all have ended: the sandbox is of no
     *     further use and must be closed
     */
    void reset();

    /** Kills, waits for the last trace (process, mount, cgroup, network, file) to go. */
    @Override
    void close();
}
