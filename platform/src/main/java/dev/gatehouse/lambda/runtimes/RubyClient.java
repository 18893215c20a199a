package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * AWS's runtime client for Ruby: a gem that is installed with a Ruby, since its native part needs a
 * compiler. Found out by asking that Ruby, once.
 */
final class RubyClient {
    private static final long PATIENCE_SECONDS = 20;
    private static final String QUESTION = "require 'aws_lambda_ric'; puts Gem.path";

    private final Map<Path, List<SandboxMount>> known = new ConcurrentHashMap<>();

    /**
     * The folders of gems that a sandbox does not have already.
     *
     * @throws RuntimeUnavailable when this Ruby has no client
     */
    List<SandboxMount> mounts(Interpreter ruby) {
        return known.computeIfAbsent(ruby.executable(), _ -> ask(ruby));
    }

    private static List<SandboxMount> ask(Interpreter ruby) {
        try {
            Process process =
                    new ProcessBuilder(ruby.executable().toString(), "-e", QUESTION)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw missing(ruby, null);
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines()
                    .map(Path::of)
                    .filter(folder -> isApart(ruby, folder))
                    .map(folder -> SandboxMount.of(folder, folder.toString()))
                    .toList();
        } catch (IOException e) {
            throw missing(ruby, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing(ruby, e);
        }
    }

    private static boolean isApart(Interpreter ruby, Path folder) {
        return Files.isDirectory(folder)
                && !folder.startsWith("/usr")
                && !folder.startsWith(ruby.home());
    }

    private static RuntimeUnavailable missing(Interpreter ruby, @Nullable Throwable cause) {
        return new RuntimeUnavailable(
                "Ruby functions need AWS's runtime client in the Ruby that runs them: gem install"
                        + " aws_lambda_ric, with the gem command beside "
                        + ruby.executable(),
                cause);
    }
}
