package dev.gatehouse.app;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import java.util.Optional;
import java.util.Set;

/** Finds the isolation that functions get. Mostly waits for a first sandbox to come and go. */
final class SandboxStart {
    /** Sandboxes kept ready ahead of need. */
    private static final int READY = 4;

    private SandboxStart() {}

    /**
     * The strongest sandboxes of this machine.
     *
     * @throws SettingsException this machine does not allow what the settings insist on
     */
    static Sandboxes open(Config.Environments settings, DataFolder folder) {
        Sandboxes started = start(settings, folder);
        boolean weaker = started.report().level() == SandboxLevel.PROCESS;
        if (weaker && settings.sandbox().equals("namespaces")) {
            String reasons = String.join("; ", started.report().warnings());
            started.close();
            throw new SettingsException(
                    "sandbox is namespaces, which this machine does not allow: " + reasons);
        }
        return started;
    }

    private static Sandboxes start(Config.Environments settings, DataFolder folder) {
        Optional<SandboxLevel> level =
                settings.sandbox().startsWith("process")
                        ? Optional.of(SandboxLevel.PROCESS)
                        : Optional.empty();
        boolean asRoot = Set.of("process-as-root", "any").contains(settings.sandbox());
        try {
            return LevelChoice.start(
                    new SandboxSettings(
                            folder.sandboxes(), READY, level, settings.awsNames(), asRoot));
        } catch (SandboxException e) {
            throw new SettingsException("functions have no sandbox: " + e.getMessage());
        }
    }
}
