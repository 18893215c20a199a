package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * AWS's runtime client for Ruby, in a folder to mount: of the gem that is installed with a Ruby, or
 * else of the one that is pinned and fetched.
 */
final class RubyClient {
    private static final long PATIENCE_SECONDS = 20;

    /** An installed release 2 is no better than the one that is fetched. */
    private static final String QUESTION =
            """
            begin
              puts Gem::Specification.find_by_name('aws_lambda_ric', '~> 3.0').full_gem_path
            rescue LoadError
              exit 3
            end
            """;

    /** How the question ends where the response is no. */
    private static final int NO_SUCH_GEM = 3;

    private static final List<String> START = List.of("index.rb", "release2.rb");

    private final Bundles bundles;
    private final Map<Path, Path> known = new ConcurrentHashMap<>();

    RubyClient(Bundles bundles) {
        this.bundles = bundles;
    }

    /**
     * The folder of the client and of the program that starts it. Blocks: to ask that Ruby, until
     * it has told once, and to fetch.
     *
     * @throws RuntimeUnavailable when this Ruby has no client and none can be fetched
     */
    Path folder(Interpreter ruby) {
        Path told = known.get(ruby.executable());
        if (told != null) {
            return told;
        }
        try {
            Path found = installed(ruby).map(this::ofInstalled).orElseGet(() -> ofRegistry(ruby));
            known.put(ruby.executable(), found);
            return found;
        } catch (IOException untold) {
            return ofRegistry(ruby); // this time: it is asked again
        }
    }

    private Path ofRegistry(Interpreter ruby) {
        try {
            return bundles.get("ruby", edition(), RubyClient::complete);
        } catch (RuntimeUnavailable unfetched) {
            String reason =
                    Optional.of(unfetched)
                            .map(Throwable::getCause)
                            .map(Throwable::getMessage)
                            .orElse("");
            throw new RuntimeUnavailable(
                    """
                    AWS's runtime client for Ruby could not be fetched (%s): set %s to a gem \
                    server that this node reaches, or run gem install aws_lambda_ric with the gem \
                    command beside %s\
                    """
                            .formatted(reason, Registries.RUBYGEMS_VARIABLE, ruby.executable()),
                    unfetched);
        }
    }

    /** A copy, which stays readable and the same whatever becomes of the user's gems. */
    private Path ofInstalled(Path gem) {
        return bundles.get(
                "ruby-gem",
                edition() + gem,
                folder -> {
                    Path copy = folder.resolve("gems").resolve(gem.getFileName());
                    copy(gem.resolve("lib"), copy.resolve("lib"));
                    complete(folder);
                });
    }

    private static String edition() {
        return String.join("", START.stream().map(Resources::text).toList());
    }

    private static void complete(Path folder) throws IOException {
        for (String file : START) {
            Resources.write(folder.resolve(file), Resources.text(file));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            // Its content only: a user's umask may have made the file private.
            Files.write(target, Files.readAllBytes(file));
        }
    }

    /**
     * The folder of the newest client that a Ruby has.
     *
     * @throws IOException when it does not tell
     */
    private static Optional<Path> installed(Interpreter ruby) throws IOException {
        Process process =
                new ProcessBuilder(ruby.executable().toString(), "-e", QUESTION)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(ruby.executable() + " takes too long");
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return switch (process.exitValue()) {
                case 0 -> Optional.of(Path.of(said.strip())).filter(gem -> Files.isDirectory(gem));
                case NO_SUCH_GEM -> Optional.empty();
                default -> throw new IOException(ruby.executable() + " could not look for gems");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
