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
record SlotMaker(SlotSource source, Launcher launcher, Skeleton skeleton, Path calls) {

    NamespaceSandbox make() {
        Slot slot = source.next();
        try {
            Monitor monitor = Monitor.start(command(slot), calls, slot.id());
            return stand(slot, monitor);
        } catch (IOException e) {
            slot.discard();
            throw new SandboxException("no sandbox can be made: " + e, e);
        } catch (Throwable e) {
            slot.discard();
            throw e;
        }
    }

    private NamespaceSandbox stand(Slot slot, Monitor monitor) throws IOException {
        try {
            Programs programs = new Programs(monitor, slot.group());
            monitor.listen(programs::happened, programs::over);
            SandboxListeners listeners =
                    NamespaceListeners.takenFrom(monitor, monitor.ready(), source.names());
            return new NamespaceSandbox(
                    slot,
                    monitor,
                    programs,
                    listeners,
                    new NamespaceSandbox.Surroundings(skeleton, source.images()));
        } catch (Throwable e) {
            monitor.close();
            throw e;
        }
    }

    private List<String> command(Slot slot) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(launcher.program().toString(), "slot"));
        command.addAll(List.of("--control", calls.resolve(slot.id()).toString()));
        command.addAll(skeleton.arguments());
        command.addAll(slot.arguments());
        command.addAll(NamespaceListeners.arguments(source.names()));
        return command;
    }
}
