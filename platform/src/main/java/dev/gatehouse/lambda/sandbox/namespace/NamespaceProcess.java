package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.sandbox.cgroup.ControlGroup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.InputStream;
import java.util.Optional;

/** A program of a namespace sandbox, known to its launcher by a number. */
final class NamespaceProcess implements SandboxProcess {

    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final long index;
    private final Monitor monitor;
    private final ControlGroup group;
    private final long killsBefore;
    private final Promise<SandboxExit> exit = Promise.promise();
    private volatile InputStream output = InputStream.nullInputStream();
    private volatile Optional<String> startFailure = Optional.empty();

    NamespaceProcess(long index, Monitor monitor, ControlGroup group) {
        this.index = index;
        this.monitor = monitor;
        this.group = group;
        this.killsBefore = group.outOfMemoryKills();
    }

    void connect(InputStream outputPipe) {
        output = outputPipe;
    }

    void couldNotStart(String reason) {
        startFailure = Optional.of(reason);
    }

    /**
     * @param status as {@code waitpid} gives it
     */
    void exited(int status) {
        int signal = status & 0x7F;
        int code = signal == 0 ? (status >> 8) & 0xFF : 0;
        boolean outOfMemory = group.outOfMemoryKills() > killsBefore;
        exit.tryComplete(new SandboxExit(code, signal, outOfMemory, startFailure));
    }

    /** The whole sandbox died before this program was reaped on its own. */
    void swept() {
        exited(SIGKILL);
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public Future<SandboxExit> exit() {
        return exit.future();
    }

    @Override
    public void terminate() {
        signal(SIGTERM);
    }

    @Override
    public void kill() {
        signal(SIGKILL);
    }

    private void signal(int number) {
        monitor.tell(Frame.of("signal", Long.toString(index), Integer.toString(number)));
    }
}
