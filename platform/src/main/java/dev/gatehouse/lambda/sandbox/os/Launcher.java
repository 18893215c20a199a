package dev.gatehouse.lambda.sandbox.os;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The native launcher (see {@code native/}), taken out of the jar for this machine. */
public record Launcher(Path program) {

    /** Where the build puts it in the jar. */
    private static final String FOLDER = "/dev/gatehouse/lambda/sandbox/";

    private static final int PATIENCE_SECONDS = 10;

    /**
     * The launcher for this machine, executable in {@code directory}; empty when the jar has none.
     */
    public static Optional<Launcher> in(Path directory) {
        String name = FOLDER + "launcher-" + system() + "-" + architecture();
        try (InputStream binary = Launcher.class.getResourceAsStream(name)) {
            if (binary == null) {
                return Optional.empty();
            }
            Path fresh = Files.createTempFile(directory, "launcher", ".new");
            Files.copy(binary, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path program = directory.resolve("launcher");
            Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(new Launcher(program));
        } catch (IOException e) {
            throw new SandboxException("the sandbox launcher cannot be written: " + e, e);
        }
    }

    /** Runs one short verb; empty is success, else what it said. */
    public Optional<String> run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of(arguments[0] + " did not end");
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.of(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", e);
        }
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }

    private static String architecture() {
        String arch = System.getProperty("os.arch");
        return arch.equals("amd64") ? "x86_64" : arch;
    }
}
