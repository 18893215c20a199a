package dev.gatehouse.cli;

import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeFile;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Model.CommandSpec;

/** Stops the node that runs on a data folder, as Ctrl-C does. */
final class Stop implements Verb {
    /** A node waits for its functions' last events, but not for ever. */
    private static final long PATIENCE_SECONDS = 60;

    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named("stop", this, "Stop the node, as Ctrl-C does where it was started.");

    Stop() {
        target.addTo(spec);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        NodeFile node = target.node();
        target.client().page("/_gatehouse/status"); // else the process may be another by now
        ProcessHandle process = ProcessHandle.of(node.pid()).orElse(null);
        if (process != null) {
            process.destroy();
            await(process);
        }
        spec.commandLine().getOut().println("the node at " + node.endpoint() + " has stopped");
        return 0;
    }

    private static void await(ProcessHandle process)
            throws InterruptedException, ExecutionException {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new CommandException(
                    "process %d still runs after %d seconds; 'kill -9 %1$d' loses nothing that was acknowledged"
                            .formatted(process.pid(), PATIENCE_SECONDS));
        }
    }
}
