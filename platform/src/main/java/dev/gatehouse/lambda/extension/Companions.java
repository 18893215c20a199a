package dev.gatehouse.lambda.extension;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.subscription.Delivery;
import dev.gatehouse.lambda.subscription.Subscriptions;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of one environment, through all lives of its runtime. Confined to the
 * environment's event loop but for what says otherwise.
 */
public final class Companions {
    private final ExtensionHome home;
    private final FunctionFacts function;
    private final List<SandboxCommand> programs;
    private final ExtensionWatcher watcher;
    private final Delivery delivery;
    private Extensions extensions;
    private Subscriptions subscriptions;
    private List<ExtensionProcess> processes = new ArrayList<>();
    private @Nullable Shutdown shutdown;

    /** Whether there are any beside the runtime that runs. */
    private boolean present;

    /**
     * @param programs the external extensions
     */
    public Companions(
            ExtensionHome home,
            FunctionVersion version,
            List<SandboxCommand> programs,
            ExtensionWatcher watcher) {
        this.home = home;
        this.function = new FunctionFacts(version);
        this.programs = programs;
        this.watcher = watcher;
        this.delivery = new Delivery(home.sandbox(), home.loop(), home.threads());
        this.extensions = new Extensions(watcher);
        this.subscriptions = new Subscriptions(home.clock(), delivery, function.isStructured());
        tapLog();
    }

    /** Those that are started here may subscribe to what has happened by then. */
    private void tapLog() {
        if (areExternal()) {
            home.log().tap(subscriptions);
        }
    }

    /** A runtime's life begins, and with it that of all extensions. */
    public ExtensionsApi begin() {
        if (shutdown != null) {
            subscriptions = new Subscriptions(home.clock(), delivery, function.isStructured());
            tapLog();
        }
        shutdown = null;
        processes = new ArrayList<>();
        Life life = new Life();
        extensions = new Extensions(life);
        life.extensions = extensions;
        programs.stream()
                .limit(Extensions.MOST + 1)
                .forEach(program -> extensions.expect(name(program)));
        present = !programs.isEmpty();
        return new ExtensionsApi(extensions, function, subscriptions, home.log());
    }

    /** One life of the extensions: nothing is heard of a former one, or of one that is ending. */
    private final class Life implements ExtensionWatcher {
        private @Nullable Extensions extensions;

        private boolean goesOn() {
            return extensions == Companions.this.extensions && shutdown == null;
        }

        @Override
        public void extensionsRegistered() {
            if (goesOn()) {
                watcher.extensionsRegistered();
            }
        }

        @Override
        public void extensionsIdle() {
            if (goesOn()) {
                watcher.extensionsIdle();
            }
        }

        @Override
        public void extensionFailed(String errorType, String reason) {
            if (goesOn()) {
                watcher.extensionFailed(errorType, reason);
            }
        }
    }

    /** Whether there are programs to start before the runtime. */
    public boolean areExternal() {
        return !programs.isEmpty();
    }

    /** Starts the programs. Blocks: not on the event loop. */
    public void start() {
        int started = 0;
        for (SandboxCommand program : programs) {
            if (started++ == Extensions.MOST) {
                String name = name(program);
                home.loop()
                        .execute(
                                () ->
                                        notLaunched(
                                                name, "TooManyExtensions", "ErrTooManyExtensions"));
                return;
            }
            SandboxProcess process = home.sandbox().start(program);
            home.loop().execute(() -> launched(name(program), process));
        }
    }

    private static String name(SandboxCommand program) {
        String path = program.arguments().getFirst();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void launched(String name, SandboxProcess process) {
        if (!present || shutdown != null) {
            home.threads().execute(() -> closeQuietly(process)); // the reset that is due ends it
            return;
        }
        Extensions life = extensions;
        ExtensionProcess started = new ExtensionProcess(name, process, home);
        processes.add(started);
        process.exit().onSuccess(exit -> home.loop().execute(() -> ended(life, started, exit)));
    }

    private static void closeQuietly(SandboxProcess process) {
        try {
            process.output().close();
        } catch (IOException e) {
            // Nobody was to read it anyway.
        }
    }

    private void ended(Extensions life, ExtensionProcess which, SandboxExit exit) {
        which.ended();
        Shutdown ending = shutdown;
        if (life != extensions) {
            return;
        }
        if (ending != null) {
            ending.ended();
        } else if (exit.startFailure().isPresent()) {
            String why = exit.startFailure().get();
            notLaunched(
                    which.name(),
                    why.equals("Permission denied") ? "PermissionDenied" : "UnknownError",
                    "fork/exec /opt/extensions/%s: %s"
                            .formatted(which.name(), why.toLowerCase(Locale.ROOT)));
        } else {
            boolean quietly = exit.code() == 0 && exit.signal() == 0;
            String reason = quietly ? "exit code 0" : exit.status();
            watcher.extensionFailed(extensions.errorOfExit(), reason);
        }
    }

    private void notLaunched(String name, String why, String reason) {
        if (shutdown == null) {
            extensions.notLaunched(name, why);
            watcher.extensionFailed("Extension.LaunchError", reason);
        }
    }

    /** The runtime asks for its first event: no further extensions may register. */
    public void runtimeReady() {
        extensions.close();
        present = !extensions.isEmpty();
    }

    /** Whether there are any. An environment is not done with an event before they are. */
    public boolean arePresent() {
        return present;
    }

    /** Whether one of them works on an event or on its start. */
    public boolean areWorking() {
        return present && extensions.areWorking();
    }

    /** The runtime gets an event. */
    public void invoke(InvokeEvent event) {
        extensions.invoke(event);
    }

    /** The init phase is over. */
    public void initDone() {
        subscriptions.close();
    }

    /** Whether something is being delivered to one of them: none may be frozen. */
    public boolean areServed() {
        return present && subscriptions.areSending();
    }

    /** Takes what the programs have written, and delivers what they have subscribed to. */
    public void look() {
        if (present) {
            look(false);
        }
    }

    private void look(boolean atOnce) {
        subscriptions.look(atOnce);
        for (int i = 0; i < processes.size(); i++) {
            processes.get(i).look();
        }
    }

    /** What the log of the init phase says of them. */
    public List<PlatformEvent.Extension> reports() {
        return extensions.reports();
    }

    /**
     * Ends the runtime and all extensions, in AWS's order and time.
     *
     * @param runtime the runtime's process; null when it has ended
     * @param afterwards runs when they have ended, or may be ended; where they are being shut down
     *     already, instead of what was to follow
     */
    public void shutDown(
            ShutdownReason reason, @Nullable SandboxProcess runtime, Runnable afterwards) {
        Shutdown ending = shutdown;
        if (ending != null && present) {
            ending.then(() -> over(afterwards));
            return;
        }
        Shutdown begun =
                new Shutdown(
                        home,
                        extensions,
                        processes,
                        reason,
                        () -> look(true),
                        () -> over(afterwards));
        shutdown = begun;
        begun.begin(runtime);
    }

    private void over(Runnable afterwards) {
        present = false;
        processes.forEach(ExtensionProcess::close);
        processes = new ArrayList<>();
        afterwards.run();
    }
}
