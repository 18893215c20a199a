package dev.gatehouse.lambda.extension;

import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.telemetry.FunctionOutput;
import dev.gatehouse.lambda.telemetry.LogTap;

/** An external extension as a program. Confined to the environment's event loop. */
final class ExtensionProcess {
    private final String name;
    private final SandboxProcess process;
    private final FunctionOutput output;
    private boolean ended;

    ExtensionProcess(String name, SandboxProcess process, ExtensionHome home) {
        this.name = name;
        this.process = process;
        this.output = new FunctionOutput(home.log(), LogTap.Source.EXTENSION, home.clock());
        output.attach(process);
    }

    String name() {
        return name;
    }

    SandboxProcess process() {
        return process;
    }

    boolean hasEnded() {
        return ended;
    }

    void ended() {
        ended = true;
        output.drain();
    }

    /** Takes what it has written. */
    void look() {
        output.look();
    }

    void close() {
        output.drain();
        output.close();
    }
}
