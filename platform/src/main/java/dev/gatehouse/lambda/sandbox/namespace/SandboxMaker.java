package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxListeners;
import dev.gatehouse.lambda.sandbox.os.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes namespace sandboxes that have everything but a function's mounts and limits.
 *
 * @param calls where launchers call back; a short path, since socket names are bounded
 */
record SandboxMaker(Allocations source, Launcher launcher, Skeleton skeleton, Path calls) {

    /** One that makes sandboxes with another root. */
    SandboxMaker on(Path root) {
        return new SandboxMaker(source, launcher, skeleton.on(root), calls);
    }

    NamespaceSandbox make() {
        Allocation allocation = source.next();
        try {
            Monitor monitor = Monitor.start(command(allocation), calls, allocation.id());
            return stand(allocation, monitor);
        } catch (IOException e) {
            allocation.discard();
            throw new SandboxException("no sandbox can be made: " + e, e);
        } catch (Throwable e) {
            allocation.discard();
            throw e;
        }
    }

    private NamespaceSandbox stand(Allocation allocation, Monitor monitor) throws IOException {
        try {
            Programs programs = new Programs(monitor, allocation.group());
            monitor.listen(programs::happened, programs::over);
            SandboxListeners listeners =
                    NamespaceListeners.takenFrom(monitor, monitor.ready(), source.names());
            return new NamespaceSandbox(
                    allocation,
                    monitor,
                    programs,
                    listeners,
                    new NamespaceSandbox.Surroundings(skeleton, source.images()));
        } catch (Throwable e) {
            monitor.close();
            throw e;
        }
    }

    private List<String> command(Allocation allocation) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(launcher.program().toString(), "sandbox"));
        command.addAll(List.of("--control", calls.resolve(allocation.id()).toString()));
        command.addAll(skeleton.arguments());
        command.addAll(allocation.arguments());
        command.addAll(NamespaceListeners.arguments(source.names()));
        return command;
    }
}
