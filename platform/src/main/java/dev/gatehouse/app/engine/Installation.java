package dev.gatehouse.app.engine;

import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * moto and what it needs, in a folder of its own: fetched once by pip, each file by its digest, and
 * seen by no other Python.
 */
final class Installation {
    static final String VERSION = "5.2.5";

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
    private static final String LIST = "requirements.txt";

    /** What of the node's own environment tools need: where they are, and the way to a registry. */
    private static final Set<String> HANDED_ON =
            Set.of(
                    "PATH",
                    "HOME",
                    "LANG",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "PIP_INDEX_URL",
                    "PIP_CERT",
                    "PIP_CONFIG_FILE",
                    "SSL_CERT_FILE",
                    "REQUESTS_CA_BUNDLE");

    private final Path folder;
    private volatile @Nullable Process installing;

    Installation(Path folder) {
        this.folder = folder;
    }

    /** A Python that sees moto. Blocks while moto is fetched, the first time. */
    ProcessBuilder python(String... arguments) throws IOException, InterruptedException {
        Path installed = folder.resolve("moto-" + VERSION);
        if (!Files.isDirectory(installed)) {
            install(installed);
        }
        ProcessBuilder python = command(arguments);
        python.environment().put("PYTHONPATH", installed.toString());
        return python;
    }

    private void install(Path installed) throws IOException, InterruptedException {
        LOG.info("Fetching moto {} for the development engine, once, into {}", VERSION, folder);
        Path draft = folder.resolve("moto-" + VERSION + ".new");
        FileTrees.deleteIfExists(draft);
        Files.createDirectories(draft);
        Path list = folder.resolve(LIST);
        try (InputStream in = Installation.class.getResourceAsStream(LIST)) {
            Files.copy(Objects.requireNonNull(in), list, StandardCopyOption.REPLACE_EXISTING);
        }
        Process pip = command(pip(draft, list)).redirectErrorStream(true).start();
        installing = pip;
        String output = new String(pip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (pip.waitFor() != 0) {
            throw new IOException("python3 -m pip could not install moto: " + lastLine(output));
        }
        Files.move(draft, installed, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String[] pip(Path draft, Path list) {
        return new String[] {
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--target",
            draft.toString(),
            "-r",
            list.toString()
        };
    }

    private static String lastLine(String output) {
        String text = output.strip();
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> words = new ArrayList<>(List.of("python3"));
        words.addAll(List.of(arguments));
        ProcessBuilder command = new ProcessBuilder(words);
        Map<String, String> environment = command.environment();
        environment.keySet().retainAll(HANDED_ON);
        environment.put("PYTHONNOUSERSITE", "1");
        environment.put("PYTHONDONTWRITEBYTECODE", "");
        return command;
    }

    /** Ends what is being fetched. */
    void stop() {
        Process pip = installing;
        if (pip != null) {
            pip.destroy();
        }
    }
}
