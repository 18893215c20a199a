package dev.gatehouse.lambda.warm;

import dev.gatehouse.lambda.sandbox.SandboxProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that a program of a sandbox prints: it is not trusted, and the node writes them. */
final class CompiledFiles {
    private static final Pattern LINE =
            Pattern.compile("([\\w.-]{1,80})/([\\w-]{1,40}(?:\\.[\\w-]{1,20})?) ([\\w+/=]+)");
    private static final long MOST_CHARACTERS = 32 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private CompiledFiles() {}

    /**
     * Writes what a program prints, and waits for its end.
     *
     * @return how many files were written
     * @throws IOException when they are too many or too large, or the program does not end
     */
    static int write(SandboxProcess process, Path folder) throws IOException {
        CompletableFuture<Integer> written = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("compiled-files")
                .start(
                        () -> {
                            try {
                                written.complete(read(process, folder));
                            } catch (IOException | RuntimeException e) {
                                written.completeExceptionally(e);
                            }
                        });
        try {
            return written.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        } finally {
            process.kill();
        }
    }

    private static int read(SandboxProcess process, Path folder) throws IOException {
        int files = 0;
        long left = MOST_CHARACTERS;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.output(), StandardCharsets.ISO_8859_1))) {
            StringBuilder line = new StringBuilder();
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (--left < 0) {
                    throw new IOException("more than " + MOST_CHARACTERS + " characters");
                }
                if (next != '\n') {
                    line.append((char) next);
                    continue;
                }
                files += write(folder, line) ? 1 : 0;
                line.setLength(0);
            }
        }
        return files;
    }

    private static boolean write(Path folder, CharSequence line) throws IOException {
        Matcher form = LINE.matcher(line);
        if (!form.matches() || form.group(1).startsWith(".")) {
            return false; // what it says of itself
        }
        Path parent = folder.resolve(form.group(1));
        if (Files.notExists(parent)) {
            Files.createDirectory(parent);
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path file = parent.resolve(form.group(2));
        Files.write(file, Base64.getDecoder().decode(form.group(3)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return true;
    }
}
