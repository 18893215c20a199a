package dev.gatehouse.lambda.sandbox.level;

import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.namespace.Allocations;
import dev.gatehouse.lambda.sandbox.namespace.NamespaceSandboxes;
import dev.gatehouse.lambda.sandbox.namespace.RootAllocations;
import dev.gatehouse.lambda.sandbox.namespace.RootPart;
import dev.gatehouse.lambda.sandbox.namespace.UserAllocations;
import dev.gatehouse.lambda.sandbox.os.Descriptors;
import dev.gatehouse.lambda.sandbox.os.Launcher;
import dev.gatehouse.lambda.sandbox.process.ProcessSandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the strongest level of sandboxes by trying each. */
public final class LevelChoice {

    private static final Logger LOG = LoggerFactory.getLogger(LevelChoice.class);

    private static final int ATTEMPTS = 3;

    private LevelChoice() {}

    /**
     * Tries the levels, strongest first, and starts the first that works.
     *
     * @throws SandboxException when the settings insist on a level and that one does not work
     */
    public static Sandboxes start(SandboxSettings settings) {
        Optional<Launcher> launcher = launcher(settings.directory());
        List<String> rejections = new ArrayList<>();
        for (SandboxLevel level : SandboxLevel.values()) {
            if (settings.level().isPresent() && settings.level().get() != level) {
                continue;
            }
            try {
                return patiently(level, settings, launcher, rejections);
            } catch (IOException | SandboxException | LinkageError e) {
                rejections.add(level.title() + " does not work here: " + e.getMessage());
            }
        }
        throw new SandboxException(String.join("; ", rejections));
    }

    /** A busy machine is no reason for a weaker level: one that took too long is tried again. */
    private static Sandboxes patiently(
            SandboxLevel level,
            SandboxSettings settings,
            Optional<Launcher> launcher,
            List<String> rejections)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(level, settings, launcher, rejections);
            } catch (SandboxException e) {
                if (attempt == ATTEMPTS || !(e.getCause() instanceof TimeoutException)) {
                    throw e;
                }
            }
        }
    }

    private static Sandboxes attempt(
            SandboxLevel level,
            SandboxSettings settings,
            Optional<Launcher> launcher,
            List<String> rejections)
            throws IOException {
        return switch (level) {
            case NAMESPACES_ROOT -> {
                require(isRoot(), "the node does not run as root");
                requireAdoption();
                yield root(settings, require(launcher));
            }
            case NAMESPACES_USER -> {
                require(!isRoot(), "as root it would give root's files away");
                requireAdoption();
                yield user(settings, require(launcher));
            }
            case PROCESS -> {
                require(
                        !isRoot() || settings.processesAsRoot(),
                        "the node runs as root, and so would every function: run it as another"
                            + " user, or say sandbox=process-as-root for code that you trust as you"
                            + " trust root");
                yield ProcessSandboxes.start(settings.directory(), launcher, rejections);
            }
        };
    }

    private static void requireAdoption() {
        require(
                Descriptors.adoptable(),
                "the JVM lacks --add-opens for java.base/sun.nio.ch and java.base/java.io");
    }

    /** Leaves out, one after the other, what the machine does not allow. */
    private static Sandboxes root(SandboxSettings settings, Launcher launcher) throws IOException {
        Map<RootPart, String> lacking = new EnumMap<>(RootPart.class);
        while (true) {
            try {
                RootAllocations sandboxes = RootAllocations.start(settings, launcher, lacking);
                return namespaces(settings, launcher, sandboxes);
            } catch (SandboxException e) {
                RootPart part = RootPart.blamedBy(e).orElseThrow(() -> e);
                if (lacking.put(part, part.warning(e)) != null) {
                    throw e;
                }
            }
        }
    }

    /** With a way out where that works; a pasta that does not is no reason to have no sandboxes. */
    private static Sandboxes user(SandboxSettings settings, Launcher launcher) throws IOException {
        Optional<Path> pasta = UserAllocations.pasta();
        if (pasta.isPresent()) {
            try {
                return namespaces(
                        settings, launcher, new UserAllocations(pasta, settings.awsNames()));
            } catch (SandboxException e) {
                LOG.warn("Functions get no way out through {}: {}", pasta.get(), e.getMessage());
            }
        }
        return namespaces(
                settings, launcher, new UserAllocations(Optional.empty(), settings.awsNames()));
    }

    private static Sandboxes namespaces(
            SandboxSettings settings, Launcher launcher, Allocations source) throws IOException {
        try {
            return NamespaceSandboxes.start(settings, launcher, source);
        } catch (Throwable e) {
            source.close();
            throw e;
        }
    }

    private static Optional<Launcher> launcher(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new SandboxException("cannot create " + directory, e);
        }
        return Launcher.in(directory);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new SandboxException(otherwise);
        }
    }

    private static Launcher require(Optional<Launcher> launcher) {
        return launcher.orElseThrow(
                () ->
                        new SandboxException(
                                "this build carries no launcher for this machine (Linux on x86-64"
                                        + " or arm64, built where a C compiler is installed)"));
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
