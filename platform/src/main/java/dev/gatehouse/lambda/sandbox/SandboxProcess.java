package dev.gatehouse.lambda.sandbox;

import io.vertx.core.Future;
import java.io.InputStream;

/** A program running in a sandbox: its runtime, or an extension beside it. */
public interface SandboxProcess {

    /**
     * What it writes to standard output, standard error and, framed, to its log descriptor, in the
     * order written. Must be read, or the writer will wait, and closed by its reader; ends when the
     * last process holding it has closed it. {@code available()} tells how much can be read without
     * waiting. What is in it outlives the sandbox.
     */
    InputStream output();

    /** Completes once it has ended and been reaped, on no particular thread; never fails. */
    Future<SandboxExit> exit();

    /** Asks it to end, by SIGTERM. */
    void terminate();

    /** Ends it, by SIGKILL; what it started may live on until the sandbox is reset. */
    void kill();
}
