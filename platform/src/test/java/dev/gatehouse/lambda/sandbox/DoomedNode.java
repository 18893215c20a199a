package dev.gatehouse.lambda.sandbox;

import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A node in a process of its own, made to be killed: some sandboxes ready, one in use. */
final class DoomedNode {

    private DoomedNode() {}

    public static void main(String[] arguments) throws Exception {
        Sandboxes sandboxes =
                LevelChoice.start(
                        new SandboxSettings(
                                Path.of(arguments[0]), 2, Optional.empty(), true, true));
        System.out.println(sandboxes.report().level());
        Sandbox sandbox = sandboxes.open(new SandboxSpec(128, 512, List.of()));
        sandbox.start(SandboxHarness.command("/bin/sh", "-c", "sleep 600 & sleep 600 & sleep 600"));
        System.out.println(sandbox.id());
        Thread.sleep(Long.MAX_VALUE);
    }
}
