package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;

/** Hears of the process of an environment, on its event loop. */
interface ProcessWatcher {

    /** It runs: its output can be read. */
    void running(SandboxProcess process);

    /** It ended by itself. */
    void exited(SandboxExit exit);

    /** It could not be started, through no fault of the function. */
    void broken(Throwable failure);

    /**
     * The sandbox in which a runtime ended can run no other: its processes could not be ended, or
     * it ended with them.
     */
    void lost();
}
